package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.DecisionRequest.Context;
import dev.gatehouse.policy.DecisionRequest.Principal;
import dev.gatehouse.policy.DecisionRequest.Resource;
import dev.gatehouse.policy.DecisionRequest.Tenant;
import dev.gatehouse.policy.PolicyDefinition.Allowance;
import dev.gatehouse.policy.PolicyDefinition.Condition;
import dev.gatehouse.policy.PolicyDefinition.Permission;
import dev.gatehouse.policy.PolicyDefinition.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies and requests for tests. */
final class Definitions {
  static final Instant NOW = Instant.parse("2026-11-30T10:15:00Z");
  static final Map<String, ValueType> ATTRIBUTES =
      Map.of(
          "resource.owner", ValueType.TEXT,
          "resource.parent.owner", ValueType.TEXT,
          "resource.amount", ValueType.WHOLE,
          "resource.rate", ValueType.NUMBER,
          "resource.locked", ValueType.FLAG,
          "resource.tags", ValueType.TEXTS,
          "principal.groups", ValueType.TEXTS,
          "principal.levels", ValueType.WHOLES,
          "context.window", ValueType.SPAN);

  private Definitions() {}

  static Policy compiled(PolicyDefinition definition) {
    return switch (PolicyCompiler.compile(definition)) {
      case PolicyCompilation.Compiled compiled -> compiled.policy();
      case PolicyCompilation.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }

  static List<PolicyFault> faults(PolicyDefinition definition) {
    PolicyCompilation compilation = PolicyCompiler.compile(definition);
    assertThat(compilation).isInstanceOf(PolicyCompilation.Faulty.class);
    return ((PolicyCompilation.Faulty) compilation).faults();
  }

  /** One role that gives one permission under one condition. */
  static PolicyDefinition withCondition(String expression) {
    return new PolicyDefinition(
        "v1",
        ATTRIBUTES,
        List.of(new Permission("loan.read", false)),
        List.of(new Role("member", List.of(new Allowance("loan.read", Optional.of("tested"))))),
        List.of(new Condition("tested", expression)),
        List.of());
  }

  static DecisionRequest request(String action, List<Grant> grants, Map<String, Object> resource) {
    return request(action, grants, resource, Map.of());
  }

  static DecisionRequest request(
      String action,
      List<Grant> grants,
      Map<String, Object> resource,
      Map<String, Object> context) {
    return new DecisionRequest(
        new Principal("p1", "person", "t1", grants, Map.of()),
        new Tenant("t1", Map.of()),
        action,
        new Resource(
            new ResourceRef("loan", "l1"), List.of(new ResourceRef("book", "b1")), resource),
        new Context(NOW, context));
  }

  /** What came of the only condition of {@link #withCondition}. */
  static Evaluation evaluation(
      String expression, Map<String, Object> resource, Map<String, Object> context) {
    Decision decision =
        compiled(withCondition(expression))
            .decide(request("loan.read", List.of(Grant.of("g1", "member")), resource, context));
    Evaluation evaluation = decision.findings().get(0).evaluations().get(0);
    assertThat(decision.allowed()).isEqualTo(evaluation.truth() == Evaluation.Truth.HOLDS);
    return evaluation;
  }
}
