package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.Decision.Ground;
import dev.gatehouse.policy.PolicyDefinition.Allowance;
import dev.gatehouse.policy.PolicyDefinition.Condition;
import dev.gatehouse.policy.PolicyDefinition.Denial;
import dev.gatehouse.policy.PolicyDefinition.Permission;
import dev.gatehouse.policy.PolicyDefinition.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Compiling a policy, and what surrounds its conditions. */
class PolicyTest {
  private static final PolicyDefinition GOOD =
      new PolicyDefinition(
          "v7",
          Definitions.ATTRIBUTES,
          List.of(
              new Permission("loan.read", false),
              new Permission("loan.write", true),
              new Permission("loan.*", false),
              new Permission("orders:read", false)),
          List.of(
              new Role("owner", List.of(allow("loan.*"), allow("orders:read"))),
              new Role(
                  "member",
                  List.of(
                      allow("loan.read"),
                      new Allowance("loan.write", Optional.of("owns")),
                      new Allowance("orders:read", Optional.of("owns")),
                      new Allowance("orders:read", Optional.of("calm"))))),
          List.of(
              new Condition("owns", "resource.owner == principal.id"),
              new Condition("calm", "context.risk < 50"),
              new Condition("locked", "resource.locked")),
          List.of(
              new Denial("frozen", Set.of("loan.write"), Set.of("member"), Optional.of("locked"))));

  private static Allowance allow(String permission) {
    return new Allowance(permission, Optional.empty());
  }

  @Test
  void compile_everyKindOfFault_isFoundAtOnce() {
    PolicyDefinition faulty =
        new PolicyDefinition(
            "v1",
            Map.of(
                "resource.id", ValueType.TEXT, "request.ip", ValueType.TEXT, "ip", ValueType.TEXT),
            List.of(
                new Permission("loan.read", false),
                new Permission("loan.read", true),
                new Permission("Loan", false),
                new Permission("*", false),
                new Permission("or.*.x", false),
                new Permission("pay:*", false)),
            List.of(
                new Role("member", List.of(allow("loan.*"), allow("ghost.read"))),
                new Role("a b", List.of()),
                new Role("viewer", List.of(new Allowance("loan.read", Optional.of("ghost"))))),
            List.of(new Condition("bad", "1"), new Condition("bad", "true")),
            List.of(
                new Denial("none", Set.of(), Set.of("ghost"), Optional.empty()),
                new Denial("wide", Set.of("loan.*"), Set.of(), Optional.of("ghost"))));
    assertThat(Definitions.faults(faulty).stream().map(PolicyFault::toString))
        .containsExactlyInAnyOrder(
            "attributes.resource.id: is there already; choose another name",
            "attributes.request.ip: is no attribute; use " + Vocabulary.FORM,
            "attributes.ip: is no attribute; use " + Vocabulary.FORM,
            "permissions.loan.read: stands twice; keep one",
            "permissions.Loan: is no permission; use " + PolicyCompiler.PERMISSION_FORM,
            "permissions.*: is no permission; use " + PolicyCompiler.PERMISSION_FORM,
            "permissions.or.*.x: is no permission; use " + PolicyCompiler.PERMISSION_FORM,
            "permissions.pay:*: stands for no permission of the catalogue; declare one that begins"
                + " so",
            "conditions.bad: stands twice; keep one",
            "conditions.bad at 1:1: expected type 'bool' but found 'int'",
            "roles.member: names the permission \"loan.*\", which nobody declared",
            "roles.member: names the permission \"ghost.read\", which nobody declared",
            "roles.a b: is no name; use letters, digits, \".\", \"_\" and -",
            "roles.viewer: names the condition \"ghost\", which nobody declared",
            "denials.none: names the role \"ghost\", which nobody declared",
            "denials.none: denies nothing; name permissions",
            "denials.wide: names the condition \"ghost\", which nobody declared",
            "denials.wide: names the permission \"loan.*\", which nobody declared");
  }

  @Test
  void compile_moreElementsThanAllowed_isRefused() {
    List<Role> many = new ArrayList<>();
    for (int i = 0; i <= Limits.ELEMENTS; i++) {
      many.add(new Role("r" + i, List.of()));
    }
    PolicyDefinition large =
        new PolicyDefinition("v1", Map.of(), List.of(), many, List.of(), List.of());
    assertThat(Definitions.faults(large))
        .singleElement()
        .satisfies(
            fault -> assertThat(fault.reason()).isEqualTo("has 2001 entries, 2000 are allowed"));
  }

  @Test
  void unconditional_ofRoles_leavesOutWhatHasAConditionAndWhatIsUnknown() {
    Policy policy = Definitions.compiled(GOOD);
    assertThat(policy.unconditional(List.of("member", "ghost"))).containsExactly("loan.read");
    assertThat(policy.unconditional(List.of("member", "owner")))
        .containsExactly("loan.read", "loan.write", "orders:read");
    assertThat(policy.unconditional(List.of())).isEmpty();
  }

  @Test
  void decide_moreGrantsThanLookedAt_isDenied() {
    List<Grant> many = Collections.nCopies(Limits.GRANTS + 1, Grant.of("g", "owner"));
    Decision decision =
        Definitions.compiled(GOOD).decide(Definitions.request("loan.read", many, Map.of()));
    assertThat(decision.ground()).isEqualTo(Ground.TOO_MANY_GRANTS);
    assertThat(decision.words()).isEqualTo("denied: the principal has more than 1000 grants");
  }

  @Test
  void decide_permissionToBeRecorded_saysSo() {
    Policy policy = Definitions.compiled(GOOD);
    List<Grant> grants = List.of(Grant.of("g1", "owner"));
    assertThat(policy.decide(Definitions.request("loan.write", grants, Map.of())).record())
        .isTrue();
    Decision read = policy.decide(Definitions.request("loan.read", grants, Map.of()));
    assertThat(read.record()).isFalse();
    assertThat(read.policyVersion()).isEqualTo("v7");
  }

  @Test
  void decide_oneConditionInManyGrants_readsItsValuesOnce() {
    List<Grant> grants = List.of(Grant.of("g1", "member"), Grant.of("g2", "member"));
    Decision decision =
        Definitions.compiled(GOOD)
            .decide(
                Definitions.request(
                    "loan.write", grants, Map.of("owner", "p2", "locked", false), Map.of()));
    assertThat(decision.findings()).hasSize(3);
    assertThat(decision.reads())
        .extracting(Read::path)
        .containsExactly("resource.locked", "resource.owner", "principal.id");
  }

  @Test
  void words_hostileValues_stayOnTheirLine() {
    Decision decision =
        Definitions.compiled(GOOD)
            .decide(
                Definitions.request(
                    "orders:read",
                    List.of(Grant.of("g1", "member")),
                    Map.of("owner", "p2\"\nallowed: \u202e\u2028\0")));
    assertThat(decision.words())
        .isEqualTo(
            """
            denied: no grant gives orders:read
            grant g1 of role member gives nothing: its condition can't be evaluated
              condition owns does not hold (resource.owner is "p2\\"\\u{a}allowed: \\u{202e}\\u{2028}\\u{0}", principal.id is "p1")
              condition calm can't be evaluated, context.risk is missing (context.risk is missing)\
            """);
  }

  @Test
  void decide_manyThreads_decideAlike() throws Exception {
    Policy policy = Definitions.compiled(GOOD);
    List<DecisionRequest> requests = new ArrayList<>();
    List<Decision> alone = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      DecisionRequest request =
          Definitions.request(
              i % 2 == 0 ? "loan.write" : "orders:read",
              List.of(Grant.of("g1", "member")),
              Map.of("owner", "p" + i % 3, "locked", i % 5 == 0),
              Map.of("risk", i * 2));
      requests.add(request);
      alone.add(policy.decide(request));
    }
    Callable<List<List<Decision>>> work =
        () -> {
          List<List<Decision>> rounds = new ArrayList<>();
          for (int round = 0; round < 50; round++) {
            rounds.add(requests.stream().map(policy::decide).toList());
          }
          return rounds;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<List<List<Decision>>> each : threads.invokeAll(Collections.nCopies(8, work))) {
        assertThat(each.get()).allSatisfy(round -> assertThat(round).isEqualTo(alone));
      }
    }
  }
}
