package dev.gatehouse.policy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A decision in words, for whoever asks why. */
final class Words {
  private Words() {}

  static String of(Decision decision) {
    String permission = decision.permission();
    String first =
        switch (decision.ground()) {
          case GRANTED -> "allowed: " + permission + " is granted";
          case DENIED_BY_RULE -> "denied: a rule denies " + permission;
          case NOT_GRANTED ->
              decision.findings().stream().noneMatch(Finding.OfGrant.class::isInstance)
                  ? "denied: there is no grant that could give " + permission
                  : "denied: no grant gives " + permission;
          case UNKNOWN_PERMISSION -> "denied: there is no permission " + quoted(permission);
          case OTHER_TENANT -> "denied: there is no such principal in this tenant";
          case TOO_MANY_GRANTS ->
              "denied: the principal has more than %d grants".formatted(Limits.GRANTS);
        };
    return decision.findings().stream()
        .map(Words::of)
        .collect(Collectors.joining("\n", first + (decision.findings().isEmpty() ? "" : "\n"), ""));
  }

  private static String of(Finding finding) {
    String head =
        switch (finding) {
          case Finding.OfRule rule ->
              "rule " + rule.rule() + (rule.applies() ? " applies" : " does not apply");
          case Finding.OfGrant grant ->
              "grant " + grant.grant().id() + " of role " + grant.grant().role() + " " + of(grant);
        };
    return head + finding.evaluations().stream().map(Words::of).collect(Collectors.joining());
  }

  private static String of(Finding.OfGrant found) {
    Grant grant = found.grant();
    return switch (found.verdict()) {
      case GIVES -> "gives it" + grant.scope().map(scope -> " for " + scope).orElse("");
      case UNKNOWN_ROLE -> "gives nothing: there is no such role";
      case LACKS_PERMISSION -> "gives nothing: the role lacks the permission";
      case ENDED -> "gives nothing: it ended " + grant.until().map(Instant::toString).orElse("");
      case OUTSIDE_SCOPE ->
          "gives nothing: it is for " + grant.scope().map(ResourceRef::toString).orElse("");
      case CONDITION_FAILS -> "gives nothing: its condition does not hold";
      case CONDITION_UNDECIDED -> "gives nothing: its condition can't be evaluated";
    };
  }

  private static String of(Evaluation evaluation) {
    String outcome =
        switch (evaluation.truth()) {
          case HOLDS -> " holds";
          case FAILS -> " does not hold";
          case UNDECIDED -> " can't be evaluated, " + evaluation.problem();
        };
    return "\n  condition " + evaluation.condition() + outcome + read(evaluation.reads());
  }

  private static String read(List<Read> reads) {
    return reads.isEmpty()
        ? ""
        : reads.stream()
            .map(read -> read.path() + " " + of(read.value()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String of(Value value) {
    return switch (value) {
      case Value.Known known -> "is " + shown(known.value());
      case Value.Missing missing -> "is missing";
      case Value.Unfit unfit -> unfit.why();
    };
  }

  private static String shown(Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case List<?> items ->
          items.stream().map(Words::shown).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }

  /** One line, whatever stands in it. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL,
                Character.FORMAT,
                Character.SURROGATE,
                Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR ->
                quoted.append("\\u{%x}".formatted(c));
            default -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.appendCodePoint(c);
            }
          }
        });
    return quoted.append('"').toString();
  }
}
