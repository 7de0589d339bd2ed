package dev.gatehouse.policy;

import java.util.List;

/** What came of compiling a policy. */
public sealed interface PolicyCompilation {
  /** It can decide. */
  record Compiled(Policy policy) implements PolicyCompilation {}

  /** It has faults: all that were found, at least one. */
  record Faulty(List<PolicyFault> faults) implements PolicyCompilation {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }
}
