package dev.gatehouse.server.admin;

import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.http.AdminSocket.Result;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.RealmFileError;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How acts of the admin socket read what they are sent and say what came of it. */
final class Answers {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Answers() {}

  /** An act, once its JSON is read. */
  @FunctionalInterface
  interface Answering {
    Result answer(JsonNode request) throws Refusal;
  }

  static Result to(String body, Answering act) {
    try {
      return act.answer(JSON.readTree(body));
    } catch (RealmFileError | WeakSecret unusable) {
      return error(400, "invalid_realm_file", String.valueOf(unusable.getMessage()));
    } catch (IllegalArgumentException wrong) {
      return error(400, "invalid_request", String.valueOf(wrong.getMessage()));
    } catch (JacksonException malformed) {
      return error(400, "invalid_request", "this is not the JSON that is asked for");
    } catch (Refusal refusal) {
      PublicCode code = refusal.reason().code();
      return error(code.status(), code.wire(), "not done: " + refusal.reason().id());
    }
  }

  static Result ok(Map<String, ?> answer) {
    return new Result(200, JSON.writeValueAsString(answer));
  }

  static Result error(int status, String code, String message) {
    return new Result(
        status, JSON.writeValueAsString(Map.of("error", Map.of("code", code, "message", message))));
  }

  /** Who asks, for the records. */
  static String by(JsonNode request) {
    return request.path("by").asString("somebody");
  }
}
