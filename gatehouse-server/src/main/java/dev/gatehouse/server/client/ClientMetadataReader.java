package dev.gatehouse.server.client;

import dev.gatehouse.server.client.ClientMetadata.Method;
import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client.Grant;
import dev.gatehouse.server.realm.ClientLogout;
import dev.gatehouse.server.realm.ClientPages;
import dev.gatehouse.server.realm.ClientSignatures;
import dev.gatehouse.server.realm.ClientUriRules;
import dev.gatehouse.server.realm.ClientUriRules.Use;
import dev.gatehouse.server.realm.RedirectUriRules;
import dev.gatehouse.server.realm.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Reads client metadata out of JSON, one member after the other, each of its type. */
final class ClientMetadataReader {
  private static final int MOST_TEXTS = 20;
  private static final int MOST_KEYS = 16;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_URI = 1000;

  private final Map<String, Object> members;

  ClientMetadataReader(Map<String, Object> members) {
    this.members = members;
  }

  ClientMetadata read() throws Refusal {
    refuseUnsupported();
    Method method = method();
    Set<Grant> grants = grants();
    checkResponseTypes(grants);
    return new ClientMetadata(
        name(),
        method,
        method == Method.PRIVATE_KEY_JWT
            ? algorithm("token_endpoint_auth_signing_alg")
            : Optional.empty(),
        jwks(),
        jwksUri(method),
        redirectUris("redirect_uris", Reason.REGISTRATION_REDIRECT_URI),
        grants,
        scopes(),
        flag("require_pushed_authorization_requests"),
        flag("dpop_bound_access_tokens"),
        new ClientSignatures(
            algorithm("id_token_signed_response_alg"),
            algorithm("userinfo_signed_response_alg"),
            algorithm("introspection_signed_response_alg")),
        new ClientLogout(
            redirectUris("post_logout_redirect_uris", Reason.REGISTRATION_METADATA),
            uri("backchannel_logout_uri", Use.CALLED),
            flag("backchannel_logout_session_required")),
        new ClientPages(
            Optional.empty(),
            uri("logo_uri", Use.HTTPS_PAGE),
            uri("client_uri", Use.HTTPS_PAGE),
            uri("policy_uri", Use.HTTPS_PAGE),
            uri("tos_uri", Use.HTTPS_PAGE),
            uri("initiate_login_uri", Use.HTTPS_PAGE)),
        uri("sector_identifier_uri", Use.HTTPS_PAGE));
  }

  /** What would change who somebody is or what is signed must not be ignored in silence. */
  private void refuseUnsupported() throws Refusal {
    if (members.containsKey("software_statement")) {
      // RFC 7591 §3.2.2: nobody's statements are trusted here; one that is none is invalid
      boolean jwt =
          members.get("software_statement") instanceof String it && it.split("\\.").length == 3;
      throw Refusal.of(
          jwt ? Reason.SOFTWARE_STATEMENT_UNAPPROVED : Reason.SOFTWARE_STATEMENT_INVALID);
    }
    // OpenID Connect Core §8: subjects are public
    if (!text("subject_type").orElse("public").equals("public")) {
      throw wrong("subject_type");
    }
    String type = text("application_type").orElse("web");
    if (!type.equals("web") && !type.equals("native")) {
      throw wrong("application_type");
    }
  }

  private Optional<String> name() throws Refusal {
    Optional<String> name = text("client_name");
    if (name.filter(
            it ->
                it.isBlank()
                    || it.length() > LONGEST_NAME
                    || it.codePoints().anyMatch(Character::isISOControl))
        .isPresent()) {
      throw wrong("client_name");
    }
    return name.map(String::strip);
  }

  private Method method() throws Refusal {
    // RFC 7591 §2: client_secret_basic where absent
    String wire = text("token_endpoint_auth_method").orElse(Method.CLIENT_SECRET_BASIC.wire());
    return Arrays.stream(Method.values())
        .filter(method -> method.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> wrong("token_endpoint_auth_method"));
  }

  private Set<Grant> grants() throws Refusal {
    // RFC 7591 §2: authorization_code where absent
    List<String> names =
        members.containsKey("grant_types")
            ? texts("grant_types")
            : List.of(Grant.AUTHORIZATION_CODE.wire());
    Set<Grant> grants = EnumSet.noneOf(Grant.class);
    for (String name : names) {
      grants.add(
          Arrays.stream(Grant.values())
              .filter(grant -> grant.wire().equals(name))
              .findFirst()
              .orElseThrow(() -> wrong("grant_types")));
    }
    return grants;
  }

  /** RFC 7591 §2.1: response types and grant types belong together. */
  private void checkResponseTypes(Set<Grant> grants) throws Refusal {
    boolean codes = grants.contains(Grant.AUTHORIZATION_CODE);
    List<String> standard = codes ? List.of("code") : List.of();
    List<String> asked = members.containsKey("response_types") ? texts("response_types") : standard;
    if (!asked.equals(standard)) {
      throw wrong("response_types");
    }
  }

  private Optional<String> jwks() throws Refusal {
    if (!members.containsKey("jwks")) {
      return Optional.empty();
    }
    // RFC 7591 §2: jwks_uri and jwks MUST NOT both be present
    if (members.containsKey("jwks_uri")
        || !(members.get("jwks") instanceof Map<?, ?> set)
        || !(set.get("keys") instanceof List<?> keys)) {
      throw wrong("jwks");
    }
    String json = JsonMapper.shared().writeValueAsString(Map.of("keys", keys));
    if (keys.size() > MOST_KEYS
        || keys.stream().anyMatch(ClientMetadataReader::isSecret)
        || ForeignKey.set(json).isEmpty()) {
      throw wrong("jwks");
    }
    return Optional.of(json);
  }

  /** RFC 7518 §6: the members that only whoever owns the key may know. */
  private static boolean isSecret(Object key) {
    return key instanceof Map<?, ?> members
        && (members.containsKey("d") || members.containsKey("k"));
  }

  private Optional<URI> jwksUri(Method method) throws Refusal {
    Optional<URI> uri = uri("jwks_uri", Use.CALLED);
    if (method == Method.PRIVATE_KEY_JWT && uri.isEmpty() && !members.containsKey("jwks")) {
      throw wrong("jwks");
    }
    return uri;
  }

  private Optional<List<String>> scopes() throws Refusal {
    Optional<String> scope = text("scope");
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>();
    for (String name : scope.get().split(" ", -1)) {
      if (!Scope.isWellFormed(name)) {
        throw wrong("scope");
      }
      names.add(name);
    }
    return Optional.of(List.copyOf(names));
  }

  private List<URI> redirectUris(String name, Reason reason) throws Refusal {
    List<URI> uris = new ArrayList<>();
    for (String text : members.containsKey(name) ? texts(name) : List.<String>of()) {
      if (text.length() > LONGEST_URI || RedirectUriRules.problem(text).isPresent()) {
        throw Refusal.of(reason, name);
      }
      uris.add(URI.create(text));
    }
    return uris;
  }

  private Optional<URI> uri(String name, Use use) throws Refusal {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().length() > LONGEST_URI || ClientUriRules.problem(text.get(), use).isPresent()) {
      throw wrong(name);
    }
    return Optional.of(URI.create(text.get()));
  }

  private Optional<SigningAlgorithm> algorithm(String name) throws Refusal {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<SigningAlgorithm> algorithm = SigningAlgorithm.ofJoseName(text.get());
    if (algorithm.isEmpty()) {
      throw wrong(name);
    }
    return algorithm;
  }

  private boolean flag(String name) throws Refusal {
    @Nullable Object value = members.get(name);
    if (value != null && !(value instanceof Boolean)) {
      throw wrong(name);
    }
    return Boolean.TRUE.equals(value);
  }

  private Optional<String> text(String name) throws Refusal {
    @Nullable Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isEmpty()) {
      return Optional.of(text);
    }
    throw wrong(name);
  }

  private List<String> texts(String name) throws Refusal {
    if (members.get(name) instanceof List<?> list && list.size() <= MOST_TEXTS) {
      List<String> texts = new ArrayList<>();
      for (Object element : list) {
        if (!(element instanceof String text) || texts.contains(text)) {
          throw wrong(name);
        }
        texts.add(text);
      }
      return texts;
    }
    throw wrong(name);
  }

  private static Refusal wrong(String name) {
    return Refusal.of(Reason.REGISTRATION_METADATA, name);
  }
}
