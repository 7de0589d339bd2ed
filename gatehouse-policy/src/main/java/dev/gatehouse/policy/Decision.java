package dev.gatehouse.policy;

import java.util.List;

/**
 * The answer to a {@link DecisionRequest}, and why.
 *
 * @param ground what decided
 * @param permission what was asked for
 * @param policyVersion which text of the policy decided
 * @param record whether the policy wants each decision about this permission recorded
 * @param findings what was looked at, in order; the last one decided, if one did
 */
public record Decision(
    Ground ground,
    String permission,
    String policyVersion,
    boolean record,
    List<Finding> findings) {
  public Decision {
    findings = List.copyOf(findings);
  }

  /** What decided. */
  public enum Ground {
    /** A grant gives the permission, and no rule denies it. */
    GRANTED,
    /** A rule denies it, or may: its condition can't be evaluated. */
    DENIED_BY_RULE,
    /** No grant gives it. */
    NOT_GRANTED,
    /** The catalogue has no such permission. */
    UNKNOWN_PERMISSION,
    /** The principal belongs to another tenant. */
    OTHER_TENANT,
    /** The principal has more grants than are looked at. */
    TOO_MANY_GRANTS
  }

  /** Denied unless a grant gives it. */
  public boolean allowed() {
    return ground == Ground.GRANTED;
  }

  /** The decision and its reasons in words, one reason a line. */
  public String words() {
    return Words.of(this);
  }

  /** Every value that a condition read on the way, in order, each once. */
  public List<Read> reads() {
    return findings.stream()
        .flatMap(finding -> finding.evaluations().stream())
        .flatMap(evaluation -> evaluation.reads().stream())
        .distinct()
        .toList();
  }
}
