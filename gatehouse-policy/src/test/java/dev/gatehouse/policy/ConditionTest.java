package dev.gatehouse.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gatehouse.policy.Evaluation.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions can say, what they can't, and what happens where they can't be evaluated. */
class ConditionTest {
  private static final Map<String, Object> RESOURCE =
      Map.of(
          "owner",
          "p1",
          "amount",
          250,
          "rate",
          1.5,
          "locked",
          false,
          "tags",
          List.of("blue", "red"));
  private static final Map<String, Object> CONTEXT =
      Map.of("risk", 10L, "country", "CH", "acr", "urn:mfa", "amr", List.of("pwd", "otp"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      textBlock =
          """
          resource.owner == principal.id                                    @ HOLDS
          resource.owner != principal.id                                    @ FAILS
          resource.parent.owner == principal.id                             @ UNDECIDED
          resource.parent.owner == "x" || resource.owner == principal.id    @ HOLDS
          resource.parent.owner == "x" && resource.owner == "somebody"      @ FAILS
          resource.parent.owner == "x" && resource.owner == principal.id    @ UNDECIDED
          !has(resource.parent.owner)                                       @ HOLDS
          has(resource.owner) && has(context.acr)                           @ HOLDS
          has(resource.parent.owner) && resource.parent.owner == "x"        @ FAILS
          context.now.getHours("Europe/Zurich") == 11                       @ HOLDS
          context.now.getHours() >= 8 && context.now.getHours() < 10        @ FAILS
          context.now.getDayOfWeek() in [1, 2, 3, 4, 5]                     @ HOLDS
          context.now < timestamp("2027-01-01T00:00:00Z")                   @ HOLDS
          context.now - duration("8h") > timestamp("2026-11-30T00:00:00Z")  @ HOLDS
          context.now.getHours("Nowhere/Land") == 1                         @ UNDECIDED
          context.country in ["CH", "LI"] && context.risk < 50              @ HOLDS
          context.acr == "urn:mfa" && "otp" in context.amr                  @ HOLDS
          context.amr.exists(m, m.startsWith("hw"))                         @ FAILS
          resource.tags.all(t, t in ["blue", "red", "green"])               @ HOLDS
          resource.tags.filter(t, t != "red").size() == 1                   @ HOLDS
          resource.tags.map(t, t + "!") == ["blue!", "red!"]                @ HOLDS
          resource.tags.exists_one(t, t == "red")                           @ HOLDS
          resource.amount / 0 == 1                                          @ UNDECIDED
          resource.amount * 9223372036854775807 > 0                         @ UNDECIDED
          resource.tags[5] == "red"                                         @ UNDECIDED
          int(resource.owner) == 1                                          @ UNDECIDED
          resource.rate > 1.2 && !resource.locked                           @ HOLDS
          {"gold": 3, "blue": 250}[resource.tags[0]] == resource.amount     @ HOLDS
          {"gold": 3}[resource.owner] == 1                                  @ UNDECIDED
          principal.type == "person" && tenant.id == "t1"                   @ HOLDS
          action.name == "loan.read" && resource.type == "loan"             @ HOLDS
          "member" in principal.roles && resource.id == "l1"                @ HOLDS
          resource.tags == [] || size(resource.owner) == 2                  @ HOLDS
          resource.locked ? false : true                                    @ HOLDS
          """)
  void decide_withCondition_hasItsOutcome(String expression, Truth outcome) {
    assertThat(Definitions.evaluation(expression, RESOURCE, CONTEXT).truth()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          resource.parent.owner == "x"              | resource.parent.owner is missing
          resource.amount / 0 == 1                  | it divides by zero
          resource.amount * 9223372036854775807 > 0 | a number or time in it is out of range
          resource.tags[5] == "red"                 | a list in it has no item at that place
          int(resource.owner) == 1                  | a text in it can't be read as what it should be
          """)
  void decide_conditionCantBeEvaluated_saysWhy(String expression, String why) {
    assertThat(Definitions.evaluation(expression, RESOURCE, CONTEXT).problem()).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          resource.owner == 1              | 1:16 | found no matching overload for '_==_'
          principal.id                     | 1:10 | expected type 'bool' but found 'string'
          resource.oner == principal.id    | 1:9  | reads "resource.oner", which nobody declared; there are resource.amount, resource.id
          has(resource.oner)               | 1:4  | reads "resource.oner", which nobody declared
          resource == principal.id         | 1:1  | reads "resource", which nobody declared
          request.ip == "x"                | 1:1  | undeclared reference to 'request'
          principal.id ==                  | 1:16 | mismatched input '<EOF>'
          has(1)                           | 1:4  | has() asks for one attribute
          now() > context.now              | 1:4  | undeclared reference to 'now'
          rand() > 1                       | 1:5  | undeclared reference to 'rand'
          principal.id.matches("a+")       | 1:21 | undeclared reference to 'matches'
          dyn(1) == 1                      | 1:4  | undeclared reference to 'dyn'
          [1, "a"].size() == 1             | 1:1  | mixes types
          [].size() == 0                   | 1:1  | mixes types
          1 == 1.0                         | 1:3  | found no matching overload
          resource.owner > context.risk    | 1:16 | found no matching overload
          google.protobuf.Duration{} == duration("1s") | 1:25 | makes a message
          context.amr.exists(principal, principal == "x") | 1:19 | names a loop's variable
          context.amr.exists(a, context.amr.exists(a, a == "x")) | 1:41 | names a loop's variable
          b"a" == b"a" && bytes("a") == b"a" | 1:22 | undeclared reference to 'bytes'
          """)
  void compile_faultyCondition_saysWhereAndWhy(String expression, String place, String reason) {
    List<PolicyFault> faults = Definitions.faults(Definitions.withCondition(expression));
    assertThat(faults)
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.part()).isEqualTo(PolicyFault.Part.CONDITIONS);
          assertThat(fault.name()).isEqualTo("tested");
          assertThat(fault.reason()).startsWith(reason);
          assertThat(fault.line() + ":" + fault.column()).isEqualTo(place);
        });
  }

  @Test
  void compile_faultOnTheThirdLine_namesThatLine() {
    assertThat(
            Definitions.faults(
                Definitions.withCondition(
                    "resource.owner == principal.id\n  && context.risk < 3\n  && context.tor")))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.line()).isEqualTo(3);
          assertThat(fault.toString()).startsWith("conditions.tested at 3:");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((((%s)))))",
        "context.amr.exists(a, context.amr.exists(b, context.amr.exists(c, a + b == c)))",
        "context.amr.exists(a, resource.tags.exists(b, principal.groups.exists(c,"
            + " principal.roles.exists(d, d == a))))",
        "context.amr.map(a, context.amr.map(b, context.amr)).size() == 1"
      })
  void compile_tooMuchWork_isRefused(String expression) {
    String deep =
        expression.contains("%s") ? "(".repeat(900) + "true" + ")".repeat(900) + "?" : expression;
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(Definitions.faults(Definitions.withCondition(deep))).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "-", "[", "(", "a.", "true||", "1+", "true?true:", "\"", "{", "\\"})
  void compile_repeatedToTheEdge_isBounded(String piece) {
    for (int length : new int[] {Limits.EXPRESSION, Limits.EXPRESSION + 1, 1_000_000}) {
      String hostile = piece.repeat(length / piece.length() + 1).substring(0, length);
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThat(Definitions.faults(Definitions.withCondition(hostile))).hasSize(1));
    }
  }

  @Test
  void compile_twoLoopsOverWhatIsBounded_isAllowed() {
    assertThat(
            Definitions.evaluation(
                    "context.amr.exists(a, resource.tags.exists(b, a == b))", RESOURCE, CONTEXT)
                .truth())
        .isEqualTo(Truth.FAILS);
  }

  @Test
  void decide_listOfAMillion_isNotRead() {
    List<String> million = Collections.nCopies(1_000_000, "x");
    Evaluation evaluation =
        Definitions.evaluation("\"x\" in resource.tags", Map.of("tags", million), Map.of());
    assertThat(evaluation.truth()).isEqualTo(Truth.UNDECIDED);
    assertThat(evaluation.problem())
        .isEqualTo("resource.tags has 1000000 items, at most 100 are read");
  }

  @Test
  void decide_hugeText_isNotRead() {
    Map<String, Object> huge = Map.of("owner", "x".repeat(10_000_000));
    Evaluation evaluation = Definitions.evaluation("resource.owner == \"x\"", huge, Map.of());
    assertThat(evaluation.problem())
        .isEqualTo("resource.owner has 10000000 characters, at most 512 are read");
  }

  @Test
  void has_valueThatCantBeRead_isNeitherTrueNorFalse() {
    Map<String, Object> huge = Map.of("owner", "x".repeat(513));
    assertThat(Definitions.evaluation("!has(resource.owner)", huge, Map.of()).truth())
        .isEqualTo(Truth.UNDECIDED);
  }

  @Test
  void decide_costliestConditionThatCompiles_isFast() {
    List<String> most = new ArrayList<>();
    for (int i = 0; i < Limits.ITEMS; i++) {
      most.add("y".repeat(Limits.TEXT - 3) + (100 + i));
    }
    Map<String, Object> resource = Map.of("tags", most);
    String costly = "resource.tags.exists(a, a + a == \"x\" || a in resource.tags && a == \"x\")";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 100; i++) {
            assertThat(Definitions.evaluation(costly, resource, Map.of()).truth())
                .isEqualTo(Truth.FAILS);
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          owner  | 1       | is no string but a number
          amount | one     | is no int but a text
          amount | 1.5     | is no int but a number
          locked | yes     | is no bool but a text
          tags   | blue    | is no list(string) but a text
          rate   | fast    | is no double but a text
          """)
  void decide_valueOfAnotherType_isNotRead(String attribute, String text, String why) {
    Object value =
        text.matches("[0-9]+")
            ? Long.valueOf(text)
            : text.contains(".") ? Double.valueOf(text) : text;
    String expression =
        switch (attribute) {
          case "owner" -> "resource.owner == \"1\"";
          case "amount" -> "resource.amount == 1";
          case "locked" -> "resource.locked";
          case "tags" -> "\"blue\" in resource.tags";
          default -> "resource.rate > 1.0";
        };
    Evaluation evaluation = Definitions.evaluation(expression, Map.of(attribute, value), Map.of());
    assertThat(evaluation.truth()).isEqualTo(Truth.UNDECIDED);
    assertThat(evaluation.problem()).isEqualTo("resource." + attribute + " " + why);
  }

  @Test
  void decide_timesAsTexts_areRead() {
    assertThat(
            Definitions.evaluation(
                    "context.now - context.auth_time < context.window",
                    Map.of(),
                    Map.of("auth_time", "2026-11-30T10:00:00Z", "window", "PT16M"))
                .truth())
        .isEqualTo(Truth.HOLDS);
    assertThat(
            Definitions.evaluation(
                    "context.now - context.auth_time < context.window",
                    Map.of(),
                    Map.of("auth_time", Instant.EPOCH, "window", Duration.ofMinutes(1)))
                .truth())
        .isEqualTo(Truth.FAILS);
    assertThat(
            Definitions.evaluation(
                    "context.auth_time < context.now", Map.of(), Map.of("auth_time", "yesterday"))
                .problem())
        .isEqualTo("context.auth_time is no timestamp but a text");
    assertThat(
            Definitions.evaluation(
                    "context.auth_time < context.now", Map.of(), Map.of("auth_time", Instant.MAX))
                .truth())
        .isEqualTo(Truth.UNDECIDED);
  }

  @Test
  void decide_attributeOfOurs_cantBeOverridden() {
    Evaluation evaluation =
        Definitions.evaluation(
            "resource.id == \"l1\" && context.now == timestamp(\"2026-11-30T10:15:00Z\")",
            Map.of("id", "other"),
            Map.of("now", "2000-01-01T00:00:00Z"));
    assertThat(evaluation.truth()).isEqualTo(Truth.HOLDS);
  }

  @Test
  void decide_partsNotReached_areNotRead() {
    Evaluation evaluation =
        Definitions.evaluation(
            "resource.owner == principal.id || resource.amount > 3", RESOURCE, CONTEXT);
    assertThat(evaluation.reads())
        .containsExactly(
            new Read("resource.owner", new Value.Known("p1")),
            new Read("principal.id", new Value.Known("p1")));
  }
}
