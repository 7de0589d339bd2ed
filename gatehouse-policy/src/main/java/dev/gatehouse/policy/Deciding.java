package dev.gatehouse.policy;

import dev.gatehouse.policy.Decision.Ground;
import dev.gatehouse.policy.Evaluation.Truth;
import dev.gatehouse.policy.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One decision under way. Of one thread. */
final class Deciding {
  private final Policy policy;
  private final DecisionRequest request;
  private final List<Finding> findings = new ArrayList<>(2);
  private @Nullable Evaluation @Nullable [] evaluated;

  Deciding(Policy policy, DecisionRequest request) {
    this.policy = policy;
    this.request = request;
  }

  Decision decide() {
    Optional<Policy.CompiledPermission> permission = policy.permission(request.action());
    boolean record = permission.map(Policy.CompiledPermission::record).orElse(false);
    return new Decision(ground(permission), request.action(), policy.version(), record, findings);
  }

  private Ground ground(Optional<Policy.CompiledPermission> permission) {
    if (!request.principal().tenant().equals(request.tenant().id())) {
      return Ground.OTHER_TENANT;
    }
    if (permission.isEmpty()) {
      return Ground.UNKNOWN_PERMISSION;
    }
    if (request.principal().grants().size() > Limits.GRANTS) {
      return Ground.TOO_MANY_GRANTS;
    }
    for (Policy.CompiledDenial denial : permission.get().denials()) {
      if (isFor(denial) && denies(denial)) {
        return Ground.DENIED_BY_RULE;
      }
    }
    for (Grant grant : request.principal().grants()) {
      Finding.OfGrant finding = look(grant, permission.get());
      findings.add(finding);
      if (finding.verdict() == Verdict.GIVES) {
        return Ground.GRANTED;
      }
    }
    return Ground.NOT_GRANTED;
  }

  private boolean isFor(Policy.CompiledDenial denial) {
    if (denial.roles().isEmpty()) {
      return true;
    }
    for (Grant grant : request.principal().grants()) {
      if (denial.roles().contains(grant.role()) && !grant.ended(request.context().now())) {
        return true;
      }
    }
    return false;
  }

  /**
   * A rule whose condition can't be evaluated denies: nobody gets past a rule by hiding a value.
   */
  private boolean denies(Policy.CompiledDenial denial) {
    if (denial.condition() == null) {
      findings.add(new Finding.OfRule(denial.name(), true, List.of()));
      return true;
    }
    Evaluation evaluation = evaluate(denial.condition());
    boolean applies = evaluation.truth() != Truth.FAILS;
    findings.add(new Finding.OfRule(denial.name(), applies, List.of(evaluation)));
    return applies;
  }

  private Finding.OfGrant look(Grant grant, Policy.CompiledPermission permission) {
    Policy.CompiledRole role = policy.role(grant.role());
    if (role == null) {
      return new Finding.OfGrant(grant, Verdict.UNKNOWN_ROLE, List.of());
    }
    List<Policy.Gift> gifts = role.gifts().get(permission.index());
    if (gifts.isEmpty()) {
      return new Finding.OfGrant(grant, Verdict.LACKS_PERMISSION, List.of());
    }
    if (grant.ended(request.context().now())) {
      return new Finding.OfGrant(grant, Verdict.ENDED, List.of());
    }
    if (grant.scope().isPresent() && !request.resource().isOrLiesIn(grant.scope().get())) {
      return new Finding.OfGrant(grant, Verdict.OUTSIDE_SCOPE, List.of());
    }
    if (grant.condition().isEmpty() && gifts.get(0).condition() == null) {
      return new Finding.OfGrant(grant, Verdict.GIVES, List.of());
    }
    return conditional(grant, gifts);
  }

  private Finding.OfGrant conditional(Grant grant, List<Policy.Gift> gifts) {
    List<Evaluation> evaluations = new ArrayList<>(2);
    if (grant.condition().isPresent()) {
      Evaluation own = evaluate(grant.condition().get());
      evaluations.add(own);
      if (own.truth() != Truth.HOLDS) {
        return new Finding.OfGrant(grant, verdict(own.truth()), evaluations);
      }
    }
    Truth best = Truth.FAILS;
    for (Policy.Gift gift : gifts) {
      if (gift.condition() == null) {
        return new Finding.OfGrant(grant, Verdict.GIVES, evaluations);
      }
      Evaluation evaluation = evaluate(gift.condition());
      evaluations.add(evaluation);
      if (evaluation.truth() == Truth.HOLDS) {
        return new Finding.OfGrant(grant, Verdict.GIVES, evaluations);
      }
      best = evaluation.truth() == Truth.UNDECIDED ? Truth.UNDECIDED : best;
    }
    return new Finding.OfGrant(grant, verdict(best), evaluations);
  }

  private static Verdict verdict(Truth truth) {
    return switch (truth) {
      case HOLDS -> Verdict.GIVES;
      case FAILS -> Verdict.CONDITION_FAILS;
      case UNDECIDED -> Verdict.CONDITION_UNDECIDED;
    };
  }

  private Evaluation evaluate(String name) {
    CompiledCondition condition = policy.condition(name);
    return condition == null
        ? new Evaluation(name, Truth.UNDECIDED, "there is no such condition", List.of())
        : evaluate(condition);
  }

  /** Once a decision: the same condition of the same request has the same outcome. */
  private Evaluation evaluate(CompiledCondition condition) {
    if (evaluated == null) {
      evaluated = new @Nullable Evaluation[policy.conditions()];
    }
    Evaluation known = evaluated[condition.index()];
    if (known == null) {
      known = condition.evaluate(request);
      evaluated[condition.index()] = known;
    }
    return known;
  }
}
