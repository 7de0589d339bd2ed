package dev.gatehouse.benchmarks;

import dev.gatehouse.policy.Decision;
import dev.gatehouse.policy.DecisionRequest;
import dev.gatehouse.policy.DecisionRequest.Context;
import dev.gatehouse.policy.DecisionRequest.Principal;
import dev.gatehouse.policy.DecisionRequest.Resource;
import dev.gatehouse.policy.DecisionRequest.Tenant;
import dev.gatehouse.policy.Grant;
import dev.gatehouse.policy.Policy;
import dev.gatehouse.policy.PolicyCompilation;
import dev.gatehouse.policy.PolicyCompiler;
import dev.gatehouse.policy.PolicyDefinition;
import dev.gatehouse.policy.PolicyDefinition.Allowance;
import dev.gatehouse.policy.PolicyDefinition.Condition;
import dev.gatehouse.policy.PolicyDefinition.Denial;
import dev.gatehouse.policy.PolicyDefinition.Permission;
import dev.gatehouse.policy.PolicyDefinition.Role;
import dev.gatehouse.policy.ResourceRef;
import dev.gatehouse.policy.ValueType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Decisions of a policy in process, explanation included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {
  private final Policy policy = compiled();

  /** A role gives it. */
  @Benchmark
  public Decision role() {
    return policy.decide(request("loan.read", "viewer"));
  }

  /** Nothing gives it. */
  @Benchmark
  public Decision noRole() {
    return policy.decide(request("settings.manage", "viewer"));
  }

  /** The role's condition: whose it is. */
  @Benchmark
  public Decision ownership() {
    return policy.decide(request("loan.write", "member"));
  }

  /** The role's condition: when and where. */
  @Benchmark
  public Decision timeAndPlace() {
    return policy.decide(request("loan.approve", "clerk"));
  }

  /** A rule that could deny, and the role's condition, which needs a value nobody supplied. */
  @Benchmark
  public Decision missingValue() {
    return policy.decide(request("loan.close", "clerk"));
  }

  private static DecisionRequest request(String action, String role) {
    return new DecisionRequest(
        new Principal(
            "019b7c1e-5d0e-7c3a-9f10-000000000001",
            "person",
            "t1",
            List.of(Grant.of("g1", "guest"), Grant.of("g2", role)),
            Map.of()),
        new Tenant("t1", Map.of()),
        action,
        new Resource(
            new ResourceRef("loan", "l1"),
            List.of(),
            Map.of("owner", "019b7c1e-5d0e-7c3a-9f10-000000000001")),
        new Context(Instant.parse("2026-11-30T10:15:00Z"), Map.of("country", "CH", "risk", 10L)));
  }

  private static Policy compiled() {
    PolicyDefinition definition =
        new PolicyDefinition(
            "v1",
            Map.of("resource.owner", ValueType.TEXT, "resource.parent.owner", ValueType.TEXT),
            List.of("loan.read", "loan.write", "loan.approve", "loan.close", "settings.manage")
                .stream()
                .map(name -> new Permission(name, false))
                .toList(),
            List.of(
                new Role("guest", List.of()),
                new Role("viewer", List.of(new Allowance("loan.read", Optional.empty()))),
                new Role("member", List.of(new Allowance("loan.write", Optional.of("owns")))),
                new Role(
                    "clerk",
                    List.of(
                        new Allowance("loan.approve", Optional.of("office")),
                        new Allowance("loan.close", Optional.of("owns_parent"))))),
            List.of(
                new Condition("owns", "resource.owner == principal.id"),
                new Condition("owns_parent", "resource.parent.owner == principal.id"),
                new Condition("risky", "context.risk >= 70"),
                new Condition(
                    "office",
                    "context.now.getHours(\"Europe/Zurich\") >= 8"
                        + " && context.now.getHours(\"Europe/Zurich\") < 18"
                        + " && context.country in [\"CH\", \"LI\"]")),
            List.of(new Denial("too_risky", Set.of("loan.close"), Set.of(), Optional.of("risky"))));
    return switch (PolicyCompiler.compile(definition)) {
      case PolicyCompilation.Compiled compiled -> compiled.policy();
      case PolicyCompilation.Faulty faulty ->
          throw new IllegalStateException(faulty.faults().toString());
    };
  }
}
