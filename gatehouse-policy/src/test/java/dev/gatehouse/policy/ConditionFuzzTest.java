package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.testkit.Mutations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Any text as a condition: it compiles or is refused with a place, and then decides. */
class ConditionFuzzTest {
  private static final DecisionRequest REQUEST =
      Definitions.request(
          "loan.read",
          List.of(Grant.of("g1", "member")),
          Map.of("owner", "p1", "amount", 3, "tags", List.of("a", "b")),
          Map.of("risk", 5, "amr", List.of("pwd")));

  @Test
  void compile_mutatedConditions_areRefusedWithAPlaceOrDecide() {
    Mutations.of(
            "resource.owner == principal.id",
            "has(resource.parent.owner) && resource.parent.owner == principal.id",
            "context.now.getHours(\"Europe/Zurich\") >= 8 && context.risk < 50",
            "resource.tags.exists(t, t in principal.groups) || context.amr.all(m, m != \"sms\")",
            "resource.tags.map(t, t + \"x\").filter(t, t.contains(\"x\")).size() > 1",
            "{\"a\": 1, \"b\": 2}[resource.tags[0]] == resource.amount ? true : !resource.locked",
            "context.now - context.auth_time < duration(\"15m\") && int(\"3\") == resource.amount")
        .all(ConditionFuzzTest::refusedOrDecides);
  }

  @FuzzTest(maxDuration = "2m")
  void compile_anyText_isRefusedWithAPlaceOrDecides(byte[] bytes) {
    refusedOrDecides(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void refusedOrDecides(String text) {
    switch (PolicyCompiler.compile(Definitions.withCondition(text))) {
      case PolicyCompilation.Faulty faulty -> {
        assertThat(faulty.faults()).hasSize(1);
        PolicyFault fault = faulty.faults().get(0);
        assertThat(fault.line()).isPositive();
        assertThat(fault.column()).isPositive();
        assertThat(fault.reason()).isNotBlank();
      }
      case PolicyCompilation.Compiled compiled -> {
        Decision decision = compiled.policy().decide(REQUEST);
        Evaluation evaluation = decision.findings().get(0).evaluations().get(0);
        assertThat(decision.allowed()).isEqualTo(evaluation.truth() == Evaluation.Truth.HOLDS);
        assertThat(evaluation.problem().isEmpty())
            .isEqualTo(evaluation.truth() != Evaluation.Truth.UNDECIDED);
        assertThat(decision.words().lines()).hasSize(3);
      }
    }
  }
}
