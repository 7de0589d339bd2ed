package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SecretRules;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Client.Grant;
import dev.gatehouse.server.realm.Section.Span;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the applications of a realm file. */
final class ClientSections {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "type",
          "secret",
          "redirect_uris",
          "post_logout_redirect_uris",
          "grants",
          "scopes",
          "first_party",
          "require_consent",
          "require_pkce",
          "refresh_grace",
          "logo");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern SECRET = Pattern.compile("\\$\\{secret:([a-z0-9][a-z0-9.-]{0,63})}");
  private static final int SHORTEST_SECRET = 32;
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);
  private static final Map<String, Client.Type> TYPES =
      Map.of("public", Client.Type.PUBLIC, "confidential", Client.Type.CONFIDENTIAL);
  private static final Set<String> SCOPES = Set.of("openid", "profile", "email", "offline_access");

  private final SecretSource secrets;

  ClientSections(SecretSource secrets) {
    this.secrets = secrets;
  }

  List<Client> read(Section top) {
    List<Client> clients = new ArrayList<>();
    top.named("clients", KEYS)
        .forEach((id, section) -> {
          if (!ID.matcher(id).matches()) {
            throw top.error(
                "clients", "has the id \"" + id + "\"; use letters, digits, \".\", \"_\" and -");
          }
          clients.add(client(new ClientId(id), section));
        });
    return clients;
  }

  private Client client(ClientId id, Section section) {
    Client.Type type = section.choice("type", TYPES);
    Set<Grant> grants = Set.copyOf(section.choices("grants", grants()));
    boolean firstParty = section.flag("first_party", false);
    Client client =
        new Client(
            id,
            section.text("name"),
            type,
            secret(section, type),
            redirectUris(section, "redirect_uris"),
            redirectUris(section, "post_logout_redirect_uris"),
            grants,
            Set.copyOf(section.choices("scopes", scopes())),
            firstParty,
            section.flag("require_consent", !firstParty),
            section.flag("require_pkce", true),
            section.duration("refresh_grace", grace(type)),
            section.optionalText("logo"));
    check(section, client);
    return client;
  }

  private static Span grace(Client.Type type) {
    Duration standard = type == Client.Type.PUBLIC ? Duration.ZERO : LONGEST_GRACE;
    return new Span(standard, Duration.ZERO, LONGEST_GRACE);
  }

  private static void check(Section section, Client client) {
    if (client.grants().isEmpty()) {
      throw section.error("grants", "is missing; add it");
    }
    if (client.allows(Grant.AUTHORIZATION_CODE) && client.redirectUris().isEmpty()) {
      throw section.error("redirect_uris", "must have one for authorization_code");
    }
    if (client.isPublic() && !client.requirePkce()) {
      throw section.error("require_pkce", "can't be false for a public client");
    }
    // a public client's refresh token is bound to nothing: reuse must show at once
    if (client.isPublic() && !client.refreshGrace().isZero()) {
      throw section.error("refresh_grace", "must be 0s for a public client");
    }
    if (!client.firstParty() && !client.requireConsent()) {
      throw section.error("require_consent", "can't be false unless first_party is true");
    }
    // OpenID Connect Core §11
    if (client.scopes().contains("offline_access") && !client.allows(Grant.REFRESH_TOKEN)) {
      throw section.error("scopes", "has offline_access without the grant refresh_token");
    }
  }

  private Optional<Secret> secret(Section section, Client.Type type) {
    if (type == Client.Type.PUBLIC) {
      if (section.has("secret")) {
        throw section.error("secret", "can't be set: a public client has none");
      }
      return Optional.empty();
    }
    Matcher reference = SECRET.matcher(section.text("secret"));
    if (!reference.matches()) {
      throw section.error("secret", "must be ${secret:name}; secrets don't stand in realm files");
    }
    String name = reference.group(1);
    Secret secret =
        secrets
            .find(name)
            .orElseThrow(() ->
                section.error(
                    "secret",
                    "names \""
                        + name
                        + "\", which is not there; put it into "
                        + secrets.whereToPut(name)));
    SecretRules.check("secret " + name, secret, SHORTEST_SECRET);
    return Optional.of(secret);
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

  private static Map<String, Grant> grants() {
    Map<String, Grant> words = new TreeMap<>();
    for (Grant grant : Grant.values()) {
      words.put(grant.wire(), grant);
    }
    return words;
  }

  private static Map<String, String> scopes() {
    Map<String, String> words = new TreeMap<>();
    SCOPES.forEach(scope -> words.put(scope, scope));
    return words;
  }
}
