package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.admin.AdminClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Monitrax with one API more, whose parts are switched off and on. */
final class KillSwitchRealm implements AutoCloseable {
  static final String CLIENT = "monitrax-web";
  static final String MACHINE = "monitrax-machine";
  static final String AUDIENCE = "https://ledger.monitrax.example";
  static final String ROLE_OF_PERSON = "owner";
  static final String ROLE_OF_MACHINE = "viewer";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final RunningServer server = RunningServer.start();

  RunningServer server() {
    return server;
  }

  void start() throws IOException {
    applyWhole();
  }

  void applyWhole() throws IOException {
    apply(whole());
  }

  void applyWithoutApi() throws IOException {
    apply(shipped(), "monitrax.apis.ledger");
  }

  void applyWithoutClients() throws IOException {
    apply(
        without(without(whole(), CLIENT), MACHINE),
        "monitrax.clients." + CLIENT,
        "monitrax.clients." + MACHINE);
  }

  private static String shipped() throws IOException {
    return Files.readString(ShippedRealms.FOLDER.resolve("monitrax.yaml"));
  }

  private static String whole() throws IOException {
    String api =
        """

          ledger:
            audience: %s
            introspection: [monitrax-api]
            scopes:
              ledger:read: See the ledger

        clients:
        """
            .formatted(AUDIENCE);
    return changed(
        shipped(),
        Map.of(
            "\n\nclients:\n",
            api,
            "    name: Monitrax Web\n",
            "    name: Monitrax Web\n    apis: [ledger]\n",
            "email, offline_access]\n    refresh_grace: 10s\n  monitrax-spa:",
            "email, offline_access, ledger:read]\n    refresh_grace: 10s\n  monitrax-spa:",
            "scopes: [finances:read]\n    apis: [monitrax]\n  monitrax-api:",
            "scopes: [finances:read, ledger:read]\n    apis: [monitrax, ledger]\n  monitrax-api:"));
  }

  private static String changed(String text, Map<String, String> lines) {
    String changed = text;
    for (Map.Entry<String, String> line : lines.entrySet()) {
      assertThat(changed).containsOnlyOnce(line.getKey());
      changed = changed.replace(line.getKey(), line.getValue());
    }
    return changed;
  }

  private static String without(String text, String client) {
    String without = text.replaceFirst("(?m)^  " + client + ":\\n(    .*\\n)+", "");
    assertThat(without).isNotEqualTo(text);
    return without;
  }

  private void apply(String text, String... destroy) throws IOException {
    Map<String, Object> request = new HashMap<>();
    request.put("files", List.of(Map.of("name", "monitrax.yaml", "text", text)));
    request.put("destroy", List.of(destroy));
    request.put("by", "ada");
    AdminClient.Reply plan = server.admin().post("/apply/plan", JSON.writeValueAsString(request));
    assertThat(plan.status()).as(plan.json()).isEqualTo(200);
    request.put("version", JSON.readTree(plan.json()).get("version").asLong());
    AdminClient.Reply done = server.admin().post("/apply", JSON.writeValueAsString(request));
    assertThat(done.status()).as(done.json()).isEqualTo(200);
  }

  @Override
  public void close() {
    server.close();
  }
}
