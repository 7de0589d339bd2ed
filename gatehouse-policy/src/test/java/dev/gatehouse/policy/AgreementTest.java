package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.NaivePolicy.Answer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The engine and a naive reading of the same rules agree on random policies and requests. {@code
 * -Dgatehouse.policy.cases=1000000} and {@code -Dgatehouse.policy.seed=2} for a long run.
 */
class AgreementTest {
  private static final int REQUESTS_OF_ONE_POLICY = 200;

  @Test
  void decide_randomCases_agreesWithTheNaiveReading() {
    int cases = Integer.getInteger("gatehouse.policy.cases", 20_000);
    long seed = Long.getLong("gatehouse.policy.seed", 20_261_130L);
    Random random = new Random(seed);
    Map<Answer, Integer> answers = new EnumMap<>(Answer.class);
    RandomCases policy = new RandomCases(random);
    for (int i = 0; i < cases; i++) {
      if (i % REQUESTS_OF_ONE_POLICY == 0) {
        policy = new RandomCases(random);
      }
      DecisionRequest request = policy.request();
      Decision decision = policy.compiled().decide(request);
      Answer naive = NaivePolicy.of(policy.definition()).decide(request);
      assertThat(decision.ground().name())
          .as(
              "case %d of seed %d: %s%n%s%n%s",
              i, seed, request, policy.definition(), decision.words())
          .isEqualTo(naive.name());
      answers.merge(naive, 1, Integer::sum);
    }
    // a generator that only ever makes denials would agree too
    for (Answer answer : Answer.values()) {
      assertThat(answers.getOrDefault(answer, 0)).as(answer.name()).isGreaterThan(cases / 200);
    }
  }
}
