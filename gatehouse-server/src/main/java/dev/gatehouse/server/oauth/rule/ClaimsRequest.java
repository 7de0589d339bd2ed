package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.crypto.StrictJson;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.PersonClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Claims asked for one by one (OpenID Connect Core §5.5). What is not known here is left out.
 *
 * @param userInfo claims about the person that userinfo is to tell
 * @param idToken those that the ID token is to tell
 * @param essentialAcr one of these must come out of the sign-in; none where any will do
 * @param subjects whom alone the answer may be about (§5.5.1); anybody where absent
 */
public record ClaimsRequest(
    Set<String> userInfo,
    Set<String> idToken,
    List<String> essentialAcr,
    Optional<Set<String>> subjects) {
  /** Nothing asked for. */
  public static final ClaimsRequest NONE =
      new ClaimsRequest(Set.of(), Set.of(), List.of(), Optional.empty());

  private static final int LONGEST = 4096;
  private static final int MOST = 64;
  private static final StrictJson JSON = new StrictJson();

  public ClaimsRequest {
    subjects = subjects.map(Set::copyOf);
    userInfo = Set.copyOf(userInfo);
    idToken = Set.copyOf(idToken);
    essentialAcr = List.copyOf(essentialAcr);
  }

  /** Reads the parameter. */
  public static ClaimsRequest of(AuthorizationParameters request) throws Refusal {
    Optional<String> text = request.find("claims");
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.get().length() > LONGEST) {
      throw Refusal.of(Reason.PARAMETER_TOO_LONG, "claims");
    }
    Optional<Map<String, Object>> read = JSON.object(text.get().getBytes(StandardCharsets.UTF_8));
    if (read.isEmpty()) {
      throw malformed();
    }
    Map<String, Object> all = read.get();
    Map<?, ?> userInfo = members(all.get("userinfo"));
    Map<?, ?> idToken = members(all.get("id_token"));
    Wish acr = wish(idToken.get("acr"));
    return new ClaimsRequest(
        known(userInfo),
        known(idToken),
        acr.essential() ? acr.values() : List.of(),
        subjects(List.of(userInfo, idToken)));
  }

  /** §5.5.1: what is said of one claim; {@code null} asks for it as a matter of taste. */
  private record Wish(boolean essential, List<String> values) {}

  private static Wish wish(@Nullable Object said) throws Refusal {
    Map<?, ?> members = members(said);
    Object essential = members.get("essential");
    if (essential != null && !(essential instanceof Boolean)) {
      throw malformed();
    }
    return new Wish(Boolean.TRUE.equals(essential), values(members));
  }

  /** {@code value} is a list of one; values that are no text name nothing of ours. */
  private static List<String> values(Map<?, ?> wish) throws Refusal {
    Object values = wish.get("values");
    if (values != null && !(values instanceof List<?>)) {
      throw malformed();
    }
    Stream<?> all = values instanceof List<?> list ? list.stream() : Stream.of();
    Object one = wish.get("value");
    return Stream.concat(all, one == null ? Stream.of() : Stream.of(one))
        .map(value -> value instanceof String text ? text : "")
        .limit(MOST)
        .toList();
  }

  private static Map<?, ?> members(@Nullable Object object) throws Refusal {
    if (object == null) {
      return Map.of();
    }
    if (!(object instanceof Map<?, ?> members) || members.size() > MOST) {
      throw malformed();
    }
    return members;
  }

  /** Those we can tell; each is said as §5.5.1 has it, or the whole is malformed. */
  private static Set<String> known(Map<?, ?> asked) throws Refusal {
    Set<String> known = new LinkedHashSet<>();
    for (Map.Entry<?, ?> claim : asked.entrySet()) {
      wish(claim.getValue());
      if (claim.getKey() instanceof String name && PersonClaims.scopeOf(name).isPresent()) {
        known.add(name);
      }
    }
    return known;
  }

  private static Optional<Set<String>> subjects(List<Map<?, ?>> sections) throws Refusal {
    Optional<Set<String>> subjects = Optional.empty();
    for (Map<?, ?> section : sections) {
      List<String> named = wish(section.get("sub")).values();
      if (!named.isEmpty()) {
        Set<String> both = new HashSet<>(named);
        subjects.ifPresent(both::retainAll);
        subjects = Optional.of(both);
      }
    }
    return subjects;
  }

  private static Refusal malformed() {
    return Refusal.of(Reason.PARAMETER_INVALID, "claims");
  }

  /** The scopes that would tell what is asked for here: what a person is asked to allow. */
  public Scopes scopes() {
    return Scopes.of(
        Stream.concat(userInfo.stream(), idToken.stream())
            .flatMap(name -> PersonClaims.scopeOf(name).stream())
            .distinct()
            .sorted()
            .toList());
  }

  /** The same for claims of these scopes alone: more than those a client never gets. */
  public ClaimsRequest within(Set<String> scopes) {
    return new ClaimsRequest(
        within(userInfo, scopes), within(idToken, scopes), essentialAcr, subjects);
  }

  private static Set<String> within(Set<String> claims, Set<String> scopes) {
    return claims.stream()
        .filter(name -> PersonClaims.scopeOf(name).filter(scopes::contains).isPresent())
        .collect(Collectors.toSet());
  }

  /** What a grant keeps of it. */
  public GrantedClaims granted() {
    return new GrantedClaims(userInfo, idToken);
  }
}
