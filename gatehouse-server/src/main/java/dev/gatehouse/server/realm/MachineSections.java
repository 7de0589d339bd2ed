package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.realm.Client.Grant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads what a realm file says of applications that act by themselves or join by themselves. */
final class MachineSections {
  private static final Set<String> ACCOUNT_KEYS =
      Set.of("description", "client", "tenant", "roles");
  private static final Set<String> REGISTRATION_KEYS =
      Set.of("mode", "grants", "scopes", "apis", "redirect_hosts", "may_omit_pkce");
  private static final String NAME = "[a-z][a-z0-9-]{0,63}";
  private static final String HOST = "\\*|(\\*\\.)?([a-z0-9-]+\\.)*[a-z0-9-]+";

  private final Section top;

  MachineSections(Section top) {
    this.top = top;
  }

  List<ServiceAccount> accounts(List<Client> clients, List<Role> roles) {
    Map<String, String> roleNames = new TreeMap<>();
    roles.forEach(role -> roleNames.put(role.name(), role.name()));
    Map<String, Client> machines = new TreeMap<>();
    clients.stream()
        .filter(client -> client.allows(Grant.CLIENT_CREDENTIALS))
        .forEach(client -> machines.put(client.id().value(), client));
    Set<String> pairs = new HashSet<>();
    List<ServiceAccount> accounts = new ArrayList<>();
    top.named("service_accounts", ACCOUNT_KEYS)
        .forEach((name, section) -> {
          if (!name.matches(NAME)) {
            throw top.errorBelow("service_accounts", name, "must be named with a-z, 0-9 and -");
          }
          Client client = section.reference("client", machines);
          String tenant = tenant(section, client);
          if (!pairs.add(client.id() + " " + tenant)) {
            throw section.error("client", "has a service account in this tenant already");
          }
          accounts.add(
              new ServiceAccount(
                  name,
                  section.text("description"),
                  client.id(),
                  tenant,
                  Set.copyOf(section.references("roles", roleNames))));
        });
    return accounts;
  }

  private static String tenant(Section section, Client client) {
    String tenant =
        ClientSections.tenant(section)
            .or(client::tenant)
            .orElseThrow(() -> section.error("tenant", "is missing; add it"));
    if (!client.tenant().orElse(tenant).equals(tenant)) {
      throw section.error("tenant", "is not the one its client is bound to");
    }
    return tenant;
  }

  RegistrationPolicy registration(List<Scope> scopes, List<Api> apis) {
    if (!top.has("registration")) {
      return RegistrationPolicy.OFF;
    }
    Section section = top.section("registration", REGISTRATION_KEYS);
    RegistrationPolicy.Mode mode =
        section.choice(
            "mode",
            Map.of(
                "off",
                RegistrationPolicy.Mode.OFF,
                "initial_access_token",
                RegistrationPolicy.Mode.INITIAL_ACCESS_TOKEN));
    Map<String, String> apiNames = new TreeMap<>();
    // whoever registers by themselves manages nobody
    apis.stream()
        .filter(api -> !api.name().equals(Management.API))
        .forEach(api -> apiNames.put(api.name(), api.name()));
    Set<String> named = Set.copyOf(section.references("apis", apiNames));
    Map<String, String> scopeNames = new TreeMap<>();
    ClientRules.scopes(scopes, apis, named).forEach(scope -> scopeNames.put(scope, scope));
    RegistrationPolicy policy =
        new RegistrationPolicy(
            mode,
            Set.copyOf(section.choices("grants", Grant.words())),
            Set.copyOf(section.references("scopes", scopeNames)),
            named,
            Set.copyOf(hosts(section)),
            section.flag("may_omit_pkce", false));
    check(section, policy);
    return policy;
  }

  private static List<String> hosts(Section section) {
    List<String> hosts = section.texts("redirect_hosts");
    for (String host : hosts) {
      if (!host.matches(HOST)) {
        throw section.error(
            "redirect_hosts", "has \"" + host + "\"; use app.example.com, *.example.com or \"*\"");
      }
    }
    return hosts;
  }

  private static void check(Section section, RegistrationPolicy policy) {
    if (policy.mode() == RegistrationPolicy.Mode.OFF) {
      return;
    }
    if (policy.grants().isEmpty()) {
      throw section.error("grants", "is missing; add it");
    }
    if (policy.grants().contains(Grant.AUTHORIZATION_CODE) && policy.redirectHosts().isEmpty()) {
      throw section.error("redirect_hosts", "must have one for authorization_code");
    }
  }

  /** Refuses an API that names a client which is not there. */
  void checkIntrospectors(List<Api> apis, Predicate<ClientId> exists) {
    Map<String, Section> sections = top.named("apis", AccessSections.API_KEYS);
    for (Api api : apis) {
      for (ClientId id : api.introspectors()) {
        if (!exists.test(id)) {
          throw section(sections, api)
              .error("introspection", "names the client \"" + id + "\", which is not there");
        }
      }
    }
  }

  private static Section section(Map<String, Section> sections, Api api) {
    Section section = sections.get(api.name());
    if (section == null) {
      throw new IllegalStateException("an API was read from no section");
    }
    return section;
  }
}
