package dev.gatehouse.launcher;

import dev.gatehouse.server.admin.AdminClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What commands ask of a running server, in the name of whoever runs them. */
final class AdminCalls {
  private final Path socket;
  private final JsonMapper json = JsonMapper.shared();

  AdminCalls(Path socket) {
    this.socket = socket;
  }

  static AdminCalls of(Surroundings surroundings) {
    return new AdminCalls(
        surroundings
            .variable("GATEHOUSE_ADMIN_SOCKET")
            .map(Path::of)
            .orElseGet(() -> surroundings.home().adminSocket()));
  }

  /**
   * Asks, and reads the answer.
   *
   * @throws CommandFailure when no server listens, or it refuses
   */
  JsonNode post(String path, Map<String, ?> request) {
    Map<String, Object> all = new LinkedHashMap<>(request);
    all.put("by", System.getProperty("user.name", "somebody"));
    AdminClient.Reply reply;
    try {
      reply = new AdminClient(socket).post(path, json.writeValueAsString(all));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "no server listens on " + socket + "; ./gatehouse up starts one", e);
    }
    JsonNode answer = json.readTree(reply.json());
    if (reply.status() != 200) {
      throw new CommandFailure(
          ExitCode.FAILED, answer.path("error").path("message").asString(reply.json()));
    }
    return answer;
  }
}
