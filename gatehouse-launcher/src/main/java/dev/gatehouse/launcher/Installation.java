package dev.gatehouse.launcher;

import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A usable installation: its database is brought forward and its secrets are there.
 *
 * @param databaseUrl JDBC URL without user and password
 */
record Installation(Surroundings surroundings, Home home, String databaseUrl, RealmCatalog realms) {
  private static final String BASE_URL = "GATEHOUSE_BASE_URL";

  /** The server's settings, as far as the environment leaves them open. */
  Map<String, String> settings(ListenAddress listen) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("GATEHOUSE_HTTP_HOST", listen.host());
    settings.put("GATEHOUSE_HTTP_PORT", Integer.toString(listen.port()));
    settings.put(BASE_URL, listen.reachable().toString());
    settings.put("GATEHOUSE_DATABASE_URL", databaseUrl);
    settings.put("GATEHOUSE_SECRETS_DIR", home.secrets().toString());
    settings.put("GATEHOUSE_REALMS_DIR", home.realms().toString());
    MasterKeys.file(surroundings, home)
        .ifPresent(file -> settings.put("GATEHOUSE_MASTER_KEY_FILE", file.toString()));
    settings.put("GATEHOUSE_ADMIN_SOCKET", home.adminSocket().toString());
    if (isOnThisMachineOnly()) {
      realms.realms().forEach(realm -> settings.put(baseUrlOf(realm), localBase(realm, listen)));
    }
    return settings;
  }

  /** Where people sign in, realm by realm. */
  List<URI> signInPages(ListenAddress listen) {
    Map<String, String> settings =
        ServerEnvironment.of(surroundings.environment(), settings(listen));
    String shared = settings.getOrDefault(BASE_URL, listen.reachable().toString());
    return realms.realms().stream()
        .map(realm ->
            URI.create(
                settings.getOrDefault(baseUrlOf(realm), shared).replaceFirst("/$", "")
                    + "/r/"
                    + realm.id()
                    + "/sign-in"))
        .toList();
  }

  /** Nobody named an address: each realm gets a host below localhost, an origin of its own. */
  private boolean isOnThisMachineOnly() {
    return surroundings.variable(BASE_URL).isEmpty();
  }

  private static String baseUrlOf(Realm realm) {
    return "GATEHOUSE_REALM_BASE_URL_"
        + realm.id().value().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String localBase(Realm realm, ListenAddress listen) {
    return "http://" + realm.id() + ".localhost:" + listen.port();
  }
}
