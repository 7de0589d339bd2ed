package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.DecisionRequest.Context;
import dev.gatehouse.policy.DecisionRequest.Principal;
import dev.gatehouse.policy.DecisionRequest.Resource;
import dev.gatehouse.policy.DecisionRequest.Tenant;
import dev.gatehouse.policy.PolicyDefinition.Allowance;
import dev.gatehouse.policy.PolicyDefinition.Condition;
import dev.gatehouse.policy.PolicyDefinition.Denial;
import dev.gatehouse.policy.PolicyDefinition.Permission;
import dev.gatehouse.policy.PolicyDefinition.Role;
import dev.gatehouse.testkit.Requirement;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code matrix.yaml}, which an auditor reads: a policy, cases, and why each ends as it does. */
class PolicyMatrixTest {
  private static final Set<String> CASE_KEYS =
      Set.of("case", "may", "grants", "resource", "context", "who", "tenant", "because");

  @Test
  @Requirement("MON-6.3")
  void decide_casesOfTheMatrix_endAndAreExplainedAsWritten() throws Exception {
    JsonNode matrix = matrix();
    Policy policy = Definitions.compiled(definition(matrix));
    Set<Boolean> outcomes = new HashSet<>();
    for (JsonNode each : matrix.get("cases")) {
      assertThat(CASE_KEYS).containsAll(each.propertyNames());
      Decision decision = policy.decide(request(each));
      assertThat(decision.words())
          .as(each.get("case").asString())
          .isEqualTo(each.get("because").asString().strip());
      assertThat(decision.allowed()).isEqualTo(decision.words().startsWith("allowed: "));
      outcomes.add(decision.allowed());
    }
    assertThat(outcomes).containsExactlyInAnyOrder(true, false);
    assertThat(matrix.get("cases").size()).isGreaterThan(20);
  }

  private static JsonNode matrix() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(PolicyMatrixTest.class.getResourceAsStream("matrix.yaml"))) {
      return new YAMLMapper().readTree(in);
    }
  }

  private static PolicyDefinition definition(JsonNode matrix) {
    Map<String, ValueType> attributes = new HashMap<>();
    matrix
        .get("attributes")
        .properties()
        .forEach(entry ->
            attributes.put(
                entry.getKey(), ValueType.spelled(entry.getValue().asString()).orElseThrow()));
    return new PolicyDefinition(
        "matrix",
        attributes,
        texts(matrix.get("permissions")).stream().map(name -> new Permission(name, false)).toList(),
        matrix.get("roles").properties().stream()
            .map(entry -> new Role(entry.getKey(), allowances(entry.getValue())))
            .toList(),
        matrix.get("conditions").properties().stream()
            .map(entry -> new Condition(entry.getKey(), entry.getValue().asString()))
            .toList(),
        matrix.get("denials").properties().stream()
            .map(entry ->
                new Denial(
                    entry.getKey(),
                    Set.copyOf(texts(entry.getValue().get("permissions"))),
                    Set.copyOf(texts(entry.getValue().path("roles"))),
                    text(entry.getValue(), "when")))
            .toList());
  }

  private static List<Allowance> allowances(JsonNode role) {
    return role.valueStream()
        .map(allowance ->
            allowance.isString()
                ? new Allowance(allowance.asString(), Optional.empty())
                : new Allowance(allowance.get("permission").asString(), text(allowance, "when")))
        .toList();
  }

  private static DecisionRequest request(JsonNode each) {
    Map<String, Object> resource = values(each.path("resource"));
    List<ResourceRef> within =
        resource.remove("within") instanceof String parent ? List.of(ref(parent)) : List.of();
    ResourceRef ref =
        resource.remove("is") instanceof String is ? ref(is) : new ResourceRef("loan", "l1");
    Map<String, Object> context = values(each.path("context"));
    Instant now =
        context.remove("now") instanceof String time ? Instant.parse(time) : Definitions.NOW;
    return new DecisionRequest(
        new Principal(
            text(each, "who").orElse("ann"),
            "person",
            "household",
            each.path("grants").valueStream().map(PolicyMatrixTest::grant).toList(),
            Map.of()),
        new Tenant(text(each, "tenant").orElse("household"), Map.of()),
        each.get("may").asString(),
        new Resource(ref, within, resource),
        new Context(now, context));
  }

  private static Grant grant(JsonNode grant) {
    return grant.isString()
        ? Grant.of("1", grant.asString())
        : new Grant(
            text(grant, "id").orElse("1"),
            grant.get("role").asString(),
            text(grant, "scope").map(PolicyMatrixTest::ref),
            text(grant, "when"),
            text(grant, "until").map(Instant::parse));
  }

  private static ResourceRef ref(String text) {
    return new ResourceRef(
        text.substring(0, text.indexOf('/')), text.substring(text.indexOf('/') + 1));
  }

  private static Map<String, Object> values(JsonNode node) {
    Map<String, Object> values = new HashMap<>();
    node.properties()
        .forEach(entry ->
            values.put(
                entry.getKey(),
                entry.getValue().isNumber()
                    ? (Object) entry.getValue().asLong()
                    : entry.getValue().isArray()
                        ? texts(entry.getValue())
                        : entry.getValue().asString()));
    return values;
  }

  private static List<String> texts(JsonNode node) {
    return node.valueStream().map(JsonNode::asString).toList();
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.has(key) ? Optional.of(node.get(key).asString()) : Optional.empty();
  }
}
