package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.ApplyPlan.PlannedRealm;
import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.http.AdminSocket.Result;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.PlannedChange;
import dev.gatehouse.server.realm.RealmFileError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /apply/plan} and {@code POST /apply}: what would change, and the same done. The
 * second takes the {@code version} of the first, so that nothing is done that nobody saw.
 */
public final class ApplyAct {
  private final RealmApplication application;
  private final JsonMapper json = JsonMapper.shared();

  public ApplyAct(RealmApplication application) {
    this.application = application;
  }

  /** What would change; nothing does. */
  public Result plan(String body) {
    return guarded(body, request -> ok(described(application.plan(read(request)))));
  }

  /** Does it, if it is still what was planned and nothing of it is in use. */
  public Result apply(String body) {
    return guarded(body, this::applied);
  }

  @FunctionalInterface
  private interface Answering {
    Result answer(JsonNode request) throws Refusal;
  }

  private Result guarded(String body, Answering act) {
    try {
      return act.answer(json.readTree(body));
    } catch (RealmFileError | WeakSecret | IllegalArgumentException unusable) {
      return error(400, "invalid_realm_file", String.valueOf(unusable.getMessage()));
    } catch (JacksonException malformed) {
      return error(400, "invalid_request", "this is not the JSON that is asked for");
    } catch (Refusal refusal) {
      PublicCode code = refusal.reason().code();
      return error(code.status(), code.wire(), "not done: " + refusal.reason().id());
    }
  }

  private Result applied(JsonNode body) throws Refusal {
    ApplyRequest request = read(body);
    ApplyPlan plan = application.plan(request);
    if (body.path("version").asLong(-1) != plan.version()) {
      return error(409, "conflict", "realms were applied meanwhile; look at the plan again");
    }
    if (!plan.inUse().isEmpty()) {
      return error(409, "in_use", inUse(plan));
    }
    if (!plan.isEmpty()) {
      application.apply(plan, request.by());
    }
    Map<String, Object> answer = described(plan);
    answer.put(
        "secrets", plan.realms().stream().flatMap(realm -> secrets(realm).stream()).toList());
    return ok(answer);
  }

  private static String inUse(ApplyPlan plan) {
    StringBuilder text = new StringBuilder();
    plan.inUse()
        .forEach(each -> text.append(each.name()).append(' ').append(each.use()).append("; "));
    return text.append("name it with --destroy to let it go all the same").toString();
  }

  private static ApplyRequest read(JsonNode body) {
    List<ApplyRequest.File> files = new ArrayList<>();
    body.path("files")
        .forEach(file ->
            files.add(
                new ApplyRequest.File(
                    file.path("name").asString(""), file.path("text").asString(""))));
    HashSet<String> destroy = new HashSet<>();
    body.path("destroy").forEach(name -> destroy.add(name.asString("")));
    return new ApplyRequest(files, destroy, body.path("by").asString("somebody"));
  }

  private static Map<String, Object> described(ApplyPlan plan) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", plan.version());
    answer.put("realms", plan.realms().stream().map(ApplyAct::described).toList());
    answer.put(
        "in_use",
        plan.inUse().stream().map(each -> Map.of("name", each.name(), "use", each.use())).toList());
    answer.put("without_file", plan.withoutFile().stream().map(Object::toString).toList());
    return answer;
  }

  private static Map<String, Object> described(PlannedRealm planned) {
    return Map.of(
        "realm",
        planned.document().realm().value(),
        "removed",
        planned.document().isRemoval(),
        "changes",
        planned.changes().stream().map(PlannedChange::line).toList(),
        "secrets_to_make",
        planned.drawn().keySet().stream().map(Object::toString).sorted().toList());
  }

  private static List<Map<String, String>> secrets(PlannedRealm planned) {
    return planned.drawn().entrySet().stream()
        .map(entry ->
            Map.of(
                "realm",
                planned.document().realm().value(),
                "client",
                entry.getKey().value(),
                "secret",
                entry.getValue().reveal()))
        .toList();
  }

  private Result ok(Map<String, Object> answer) {
    return new Result(200, json.writeValueAsString(answer));
  }

  private Result error(int status, String code, String message) {
    return new Result(
        status, json.writeValueAsString(Map.of("error", Map.of("code", code, "message", message))));
  }
}
