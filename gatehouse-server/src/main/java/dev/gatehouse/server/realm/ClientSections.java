package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Client.Grant;
import dev.gatehouse.server.realm.ClientUriRules.Use;
import dev.gatehouse.server.realm.Section.Span;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the applications of a realm file. */
final class ClientSections {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "type",
          "token_endpoint_auth_method",
          "token_endpoint_auth_signing_alg",
          "secret",
          "jwks",
          "jwks_uri",
          "redirect_uris",
          "post_logout_redirect_uris",
          "backchannel_logout_uri",
          "backchannel_logout_session_required",
          "grants",
          "scopes",
          "apis",
          "tenant",
          "first_party",
          "require_consent",
          "require_pkce",
          "require_pushed_authorization_requests",
          "dpop_bound_access_tokens",
          "refresh_grace",
          "refresh_idle",
          "refresh_absolute",
          "refresh_token_cookie",
          "id_token_alg",
          "userinfo_alg",
          "introspection_alg",
          "logo",
          "logo_uri",
          "client_uri",
          "policy_uri",
          "tos_uri",
          "initiate_login_uri");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

  private final ClientAuthenticationSection authentication;

  ClientSections(SecretReferences secrets) {
    this.authentication = new ClientAuthenticationSection(secrets);
  }

  /**
   * What clients may refer to.
   *
   * @param realm the realm's name
   * @param tokens its tokens
   * @param scopes its own scopes
   * @param apis its APIs
   */
  record Surroundings(RealmId realm, TokenProfile tokens, List<Scope> scopes, List<Api> apis) {}

  List<Client> read(Section top, Surroundings around) {
    List<Client> clients = new ArrayList<>();
    top.named("clients", KEYS)
        .forEach((id, section) -> {
          if (!ID.matcher(id).matches()) {
            throw top.error(
                "clients", "has the id \"" + id + "\"; use letters, digits, \".\", \"_\" and -");
          }
          clients.add(client(new ClientId(id), section, around));
        });
    return clients;
  }

  private Client client(ClientId id, Section section, Surroundings around) {
    ClientAuthentication how = authentication.read(section, around.realm(), id);
    boolean isPublic = how instanceof ClientAuthentication.None;
    boolean firstParty = section.flag("first_party", false);
    Set<String> apis = Set.copyOf(section.references("apis", apis(around)));
    Client client =
        new Client(
            id,
            section.text("name"),
            how,
            redirectUris(section, "redirect_uris"),
            Set.copyOf(section.choices("grants", Grant.words())),
            Set.copyOf(section.references("scopes", scopes(around, apis))),
            apis,
            tenant(section),
            firstParty,
            section.flag("require_consent", !firstParty),
            section.flag("require_pkce", true),
            section.flag("require_pushed_authorization_requests", false),
            section.flag("dpop_bound_access_tokens", false),
            refresh(section, isPublic),
            signatures(section),
            logout(section),
            pages(section));
    ClientRules.problem(client, around.tokens())
        .ifPresent(problem -> {
          throw section.error(problem.key(), problem.text());
        });
    return client;
  }

  private static RefreshRules refresh(Section section, boolean isPublic) {
    Duration standard = isPublic ? Duration.ZERO : LONGEST_GRACE;
    return new RefreshRules(
        section.duration("refresh_grace", new Span(standard, Duration.ZERO, LONGEST_GRACE)),
        section.optionalDuration("refresh_idle", Duration.ofMinutes(5), Duration.ofDays(90)),
        section.optionalDuration("refresh_absolute", Duration.ofMinutes(5), Duration.ofDays(90)),
        section.flag("refresh_token_cookie", false));
  }

  private static ClientSignatures signatures(Section section) {
    return new ClientSignatures(
        section.optionalChoice("id_token_alg", TokenSection.KEY_PAIRS),
        section.optionalChoice("userinfo_alg", TokenSection.KEY_PAIRS),
        section.optionalChoice("introspection_alg", TokenSection.KEY_PAIRS));
  }

  private static ClientLogout logout(Section section) {
    return new ClientLogout(
        redirectUris(section, "post_logout_redirect_uris"),
        uri(section, "backchannel_logout_uri", Use.CALLED),
        section.flag("backchannel_logout_session_required", false));
  }

  private static ClientPages pages(Section section) {
    return new ClientPages(
        section.optionalText("logo"),
        uri(section, "logo_uri", Use.PAGE),
        uri(section, "client_uri", Use.PAGE),
        uri(section, "policy_uri", Use.PAGE),
        uri(section, "tos_uri", Use.PAGE),
        uri(section, "initiate_login_uri", Use.HTTPS_PAGE));
  }

  static Optional<String> tenant(Section section) {
    Optional<String> tenant = section.optionalText("tenant");
    if (tenant.isPresent() && !TENANT.matcher(tenant.get()).matches()) {
      throw section.error("tenant", "must be the slug or the id of a tenant");
    }
    return tenant;
  }

  static Optional<URI> uri(Section section, String key, Use use) {
    return section
        .optionalText(key)
        .map(text -> {
          ClientUriRules.problem(text, use)
              .ifPresent(problem -> {
                throw section.error(key, "has \"" + text + "\", which " + problem);
              });
          return URI.create(text);
        });
  }

  private static List<URI> redirectUris(Section section, String key) {
    return section.texts(key).stream()
        .map(text -> {
          RedirectUriRules.problem(text)
              .ifPresent(problem -> {
                throw section.error(key, "has \"" + text + "\", which " + problem);
              });
          return URI.create(text);
        })
        .toList();
  }

  private static Map<String, String> apis(Surroundings around) {
    Map<String, String> words = new TreeMap<>();
    around.apis().forEach(api -> words.put(api.name(), api.name()));
    return words;
  }

  private static Map<String, String> scopes(Surroundings around, Set<String> apis) {
    Map<String, String> words = new TreeMap<>();
    ClientRules.scopes(around.scopes(), around.apis(), apis)
        .forEach(scope -> words.put(scope, scope));
    return words;
  }
}
