package dev.gatehouse.policy;

import java.util.List;

/** Something a decision looked at: a rule or a grant, and what it found there. */
public sealed interface Finding {
  /** The conditions that were evaluated, in order. */
  List<Evaluation> evaluations();

  /**
   * A rule that may deny.
   *
   * @param applies whether it denied
   */
  record OfRule(String rule, boolean applies, List<Evaluation> evaluations) implements Finding {
    public OfRule {
      evaluations = List.copyOf(evaluations);
    }
  }

  /**
   * A grant that may give.
   *
   * @param verdict what it came to
   */
  record OfGrant(Grant grant, Verdict verdict, List<Evaluation> evaluations) implements Finding {
    public OfGrant {
      evaluations = List.copyOf(evaluations);
    }
  }

  /** What a grant comes to. */
  enum Verdict {
    /** It gives the permission. */
    GIVES,
    /** The policy has no such role. */
    UNKNOWN_ROLE,
    /** The role hasn't this permission. */
    LACKS_PERMISSION,
    /** It is over. */
    ENDED,
    /** It is for another resource. */
    OUTSIDE_SCOPE,
    /** A condition doesn't hold. */
    CONDITION_FAILS,
    /** A condition can't be evaluated. */
    CONDITION_UNDECIDED
  }
}
