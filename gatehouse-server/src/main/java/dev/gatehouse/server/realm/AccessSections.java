package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a realm file lets people and applications do: permissions, roles, scopes, APIs. */
final class AccessSections {
  private static final Pattern PERMISSION = Pattern.compile("[a-z][a-z0-9_.:-]{0,63}");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final Pattern API = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern SCOPE = Pattern.compile("[a-z][a-z0-9._-]*(:[a-z0-9._-]+)*");
  private static final int LONGEST_SCOPE = 64;
  static final Set<String> API_KEYS = Set.of("audience", "scopes", "introspection");
  private static final Set<String> ROLE_KEYS =
      Set.of("description", "owner", "mfa_required", "access_token_lifetime", "permissions");

  /** The scopes that OpenID Connect Core §5.4 and §11 define; those without claims here too. */
  private static final Set<String> STANDARD_SCOPES =
      Set.of("openid", "profile", "email", "address", "phone", "offline_access");

  private final Section top;

  AccessSections(Section top) {
    this.top = top;
  }

  List<Permission> permissions() {
    List<Permission> permissions = new ArrayList<>();
    top.namedTexts("permissions")
        .forEach((name, text) -> {
          if (!PERMISSION.matcher(name).matches()) {
            throw named("permissions", name, "a-z, 0-9, \".\", \":\", \"_\" and -");
          }
          permissions.add(new Permission(name, text));
        });
    return permissions;
  }

  List<Role> roles(List<Permission> permissions, TokenProfile tokens) {
    Map<String, String> catalogue = new TreeMap<>();
    permissions.forEach(permission -> catalogue.put(permission.name(), permission.name()));
    List<Role> roles = new ArrayList<>();
    top.named("roles", ROLE_KEYS)
        .forEach((name, section) -> {
          if (!ROLE.matcher(name).matches()) {
            throw named("roles", name, "letters, digits, \".\", \"_\" and -");
          }
          roles.add(
              new Role(
                  name,
                  section.text("description"),
                  section.flag("owner", false),
                  section.flag("mfa_required", false),
                  section.optionalDuration(
                      "access_token_lifetime", Duration.ofMinutes(1), tokens.accessTokenLifetime()),
                  Set.copyOf(section.references("permissions", catalogue))));
        });
    if (roles.stream().filter(Role::owner).count() != 1) {
      throw top.error("roles", "must have exactly one role with owner: true");
    }
    return roles;
  }

  List<Scope> scopes() {
    return scopes(top);
  }

  private static List<Scope> scopes(Section section) {
    List<Scope> scopes = new ArrayList<>();
    section
        .namedTexts("scopes")
        .forEach((name, description) -> {
          if (STANDARD_SCOPES.contains(name)) {
            throw section.errorBelow(
                "scopes", name, "is a scope of OpenID Connect; choose another name");
          }
          if (!SCOPE.matcher(name).matches() || name.length() > LONGEST_SCOPE) {
            throw section.errorBelow(
                "scopes", name, "must be words of a-z, 0-9, \".\", \"_\" and - with \":\" between");
          }
          scopes.add(new Scope(name, description));
        });
    return scopes;
  }

  List<Api> apis(List<Scope> realmWide, Management management) {
    Set<String> taken = realmWide.stream().map(Scope::name).collect(Collectors.toSet());
    Set<String> audiences = new HashSet<>();
    List<Api> apis = new ArrayList<>();
    top.named("apis", API_KEYS)
        .forEach((name, section) -> {
          if (!API.matcher(name).matches()) {
            throw named("apis", name, "a-z, 0-9 and -");
          }
          if (name.equals(Management.API)) {
            throw top.errorBelow("apis", name, "is built in; say who may use it in \"management\"");
          }
          Api api =
              new Api(
                  name,
                  audience(section),
                  scopes(section),
                  section.texts("introspection").stream()
                      .map(id -> client(section, "introspection", id))
                      .collect(Collectors.toSet()));
          if (!audiences.add(api.audience())) {
            throw section.error("audience", "belongs to another API already");
          }
          for (Scope scope : api.scopes()) {
            if (!taken.add(scope.name())) {
              throw section.errorBelow("scopes", scope.name(), "stands twice; keep one");
            }
          }
          apis.add(api);
        });
    if (management.isOpen()) {
      apis.add(managementApi(taken));
    }
    return apis;
  }

  private Api managementApi(Set<String> taken) {
    Api api = Management.api();
    for (Scope scope : api.scopes()) {
      if (taken.contains(scope.name())) {
        throw top.error(
            ManagementSection.KEY,
            "has the scope \"" + scope.name() + "\", which stands elsewhere too; rename that one");
      }
    }
    return api;
  }

  private static String audience(Section section) {
    String audience = section.text("audience");
    // RFC 8707 §2: an absolute URI without a fragment
    if (!isAbsolute(audience) || audience.indexOf('#') >= 0) {
      throw section.error("audience", "must be an absolute URI without a fragment");
    }
    return audience;
  }

  private static boolean isAbsolute(String text) {
    try {
      return URI.create(text).isAbsolute();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  static ClientId client(Section section, String key, String id) {
    if (id.length() > ClientId.MAX_LENGTH) {
      throw section.error(key, "names no client");
    }
    return new ClientId(id);
  }

  private RealmFileError named(String key, String name, String allowed) {
    return top.error(key, "has the name \"" + name + "\"; use " + allowed);
  }
}
