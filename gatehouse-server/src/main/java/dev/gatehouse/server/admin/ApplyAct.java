package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.ApplyPlan.PlannedRealm;
import dev.gatehouse.server.http.AdminSocket.Result;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.PlannedChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /apply/plan} and {@code POST /apply}: what would change, and the same done. The
 * second takes the {@code version} of the first, so that nothing is done that nobody saw.
 */
public final class ApplyAct {
  private final RealmApplication application;

  public ApplyAct(RealmApplication application) {
    this.application = application;
  }

  /** What would change; nothing does. */
  public Result plan(String body) {
    return Answers.to(body, request -> Answers.ok(described(application.plan(read(request)))));
  }

  /** Does it, if it is still what was planned and nothing of it is in use. */
  public Result apply(String body) {
    return Answers.to(body, this::applied);
  }

  private Result applied(JsonNode body) throws Refusal {
    ApplyRequest request = read(body);
    ApplyPlan plan = application.plan(request);
    if (body.path("version").asLong(-1) != plan.version()) {
      return Answers.error(
          409, "conflict", "realms were applied meanwhile; look at the plan again");
    }
    if (!plan.inUse().isEmpty()) {
      return Answers.error(409, "in_use", inUse(plan));
    }
    if (!plan.isEmpty()) {
      application.apply(plan, request.by());
    }
    Map<String, Object> answer = described(plan);
    answer.put(
        "secrets", plan.realms().stream().flatMap(realm -> secrets(realm).stream()).toList());
    return Answers.ok(answer);
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
    return new ApplyRequest(files, destroy, Answers.by(body));
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
}
