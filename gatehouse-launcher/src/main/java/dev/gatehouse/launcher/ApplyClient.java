package dev.gatehouse.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Asks a running server to plan and apply realm files. */
final class ApplyClient {
  private final AdminCalls server;
  private final List<File> files;
  private final Set<String> destroy;

  ApplyClient(AdminCalls server, List<File> files, Set<String> destroy) {
    this.server = server;
    this.files = files;
    this.destroy = destroy;
  }

  /** A realm file. */
  record File(String name, String text) {}

  /** What changes in a realm. */
  record Changed(String name, boolean removed, List<String> changes, List<String> secretsToMake) {}

  /** A secret just made. */
  record Made(String realm, String client, String secret) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /**
   * What the server said.
   *
   * @param version the number of the apply it was planned upon
   */
  record Outcome(
      long version,
      List<Changed> realms,
      List<String> inUse,
      List<String> withoutFile,
      List<Made> secrets) {
    boolean isEmpty() {
      return realms.isEmpty();
    }
  }

  Outcome plan() {
    return outcome(server.post("/apply/plan", request()));
  }

  /** Does what was planned upon that version. */
  Outcome apply(long version) {
    Map<String, Object> request = request();
    request.put("version", version);
    return outcome(server.post("/apply", request));
  }

  private Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put(
        "files",
        files.stream().map(file -> Map.of("name", file.name(), "text", file.text())).toList());
    request.put("destroy", destroy);
    return request;
  }

  private static Outcome outcome(JsonNode answer) {
    List<Changed> realms = new ArrayList<>();
    answer
        .path("realms")
        .forEach(realm ->
            realms.add(
                new Changed(
                    realm.path("realm").asString(""),
                    realm.path("removed").asBoolean(false),
                    texts(realm.path("changes")),
                    texts(realm.path("secrets_to_make")))));
    List<String> inUse = new ArrayList<>();
    answer
        .path("in_use")
        .forEach(each ->
            inUse.add(each.path("name").asString("") + " " + each.path("use").asString("")));
    List<Made> secrets = new ArrayList<>();
    answer
        .path("secrets")
        .forEach(made ->
            secrets.add(
                new Made(
                    made.path("realm").asString(""),
                    made.path("client").asString(""),
                    made.path("secret").asString(""))));
    return new Outcome(
        answer.path("version").asLong(0),
        realms,
        inUse,
        texts(answer.path("without_file")),
        secrets);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
