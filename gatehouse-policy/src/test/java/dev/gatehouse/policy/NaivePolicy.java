package dev.gatehouse.policy;

import dev.gatehouse.policy.PolicyDefinition.Denial;
import dev.gatehouse.policy.PolicyDefinition.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy means, as plainly as it can be written: no compilation, no CEL, no order of work.
 * Conditions are known by name and written in Java: true, false, or null where they can't be
 * evaluated.
 */
final class NaivePolicy {
  /** The expressions in CEL and what they mean, written by hand. */
  static final Map<String, String> EXPRESSIONS =
      Map.of(
          "owns", "resource.owner == principal.id",
          "owns_parent", "resource.parent.owner == principal.id",
          "owns_either", "resource.owner == principal.id || resource.parent.owner == principal.id",
          "small", "resource.amount < 100",
          "calm", "context.risk < 50 && context.country in [\"CH\", \"LI\"]",
          "morning", "context.now.getHours() < 12",
          "strong", "has(context.acr) && context.acr == \"mfa\"",
          "tagged", "resource.tags.exists(t, t == \"open\")");

  static final Map<String, Function<DecisionRequest, @Nullable Boolean>> MEANINGS =
      Map.of(
          "owns", NaivePolicy::owns,
          "owns_parent", NaivePolicy::ownsParent,
          "owns_either", request -> or(owns(request), ownsParent(request)),
          "small",
              request ->
                  resource(request, "amount") instanceof Number amount
                      ? Boolean.valueOf(amount.longValue() < 100)
                      : null,
          "calm",
              request ->
                  not(
                      or(
                          not(
                              context(request, "risk") instanceof Number risk
                                  ? Boolean.valueOf(risk.longValue() < 50)
                                  : null),
                          not(
                              context(request, "country") instanceof String country
                                  ? Boolean.valueOf(List.of("CH", "LI").contains(country))
                                  : null))),
          "morning",
              request -> request.context().now().atZone(java.time.ZoneOffset.UTC).getHour() < 12,
          "strong", request -> "mfa".equals(context(request, "acr")),
          "tagged",
              request ->
                  resource(request, "tags") instanceof List<?> tags
                      ? Boolean.valueOf(tags.contains("open"))
                      : null);

  private final PolicyDefinition definition;

  private NaivePolicy(PolicyDefinition definition) {
    this.definition = definition;
  }

  /** What a decision comes to; named as {@link Decision.Ground} is. */
  enum Answer {
    GRANTED,
    DENIED_BY_RULE,
    NOT_GRANTED,
    UNKNOWN_PERMISSION,
    OTHER_TENANT
  }

  static NaivePolicy of(PolicyDefinition definition) {
    return new NaivePolicy(definition);
  }

  Answer decide(DecisionRequest request) {
    if (!request.principal().tenant().equals(request.tenant().id())) {
      return Answer.OTHER_TENANT;
    }
    if (definition.permissions().stream()
        .noneMatch(known -> !known.name().contains("*") && known.name().equals(request.action()))) {
      return Answer.UNKNOWN_PERMISSION;
    }
    List<Denial> denying =
        definition.denials().stream().filter(each -> denies(each, request)).toList();
    if (!denying.isEmpty()) {
      return Answer.DENIED_BY_RULE;
    }
    List<Grant> giving =
        request.principal().grants().stream().filter(each -> gives(each, request)).toList();
    return giving.isEmpty() ? Answer.NOT_GRANTED : Answer.GRANTED;
  }

  private boolean denies(Denial denial, DecisionRequest request) {
    boolean about = denial.permissions().stream().anyMatch(name -> means(name, request.action()));
    boolean holds =
        denial.roles().isEmpty()
            || request.principal().grants().stream()
                .anyMatch(grant -> lasts(grant, request) && denial.roles().contains(grant.role()));
    return about
        && holds
        && !Boolean.FALSE.equals(
            denial
                .condition()
                .map(name -> outcome(name, request))
                .orElse(Optional.of(true))
                .orElse(null));
  }

  private boolean gives(Grant grant, DecisionRequest request) {
    return lasts(grant, request)
        && inScope(grant, request)
        && holds(grant.condition(), request)
        && roles(grant.role()).stream()
            .flatMap(role -> role.allowances().stream())
            .anyMatch(allowance ->
                means(allowance.permission(), request.action())
                    && holds(allowance.condition(), request));
  }

  private List<Role> roles(String name) {
    return definition.roles().stream().filter(role -> role.name().equals(name)).toList();
  }

  private static boolean lasts(Grant grant, DecisionRequest request) {
    return grant.until().isEmpty() || request.context().now().isBefore(grant.until().get());
  }

  private static boolean inScope(Grant grant, DecisionRequest request) {
    List<ResourceRef> places = new ArrayList<>(request.resource().within());
    places.add(request.resource().ref());
    return grant.scope().isEmpty() || places.contains(grant.scope().get());
  }

  private static boolean holds(Optional<String> condition, DecisionRequest request) {
    return condition.isEmpty() || outcome(condition.get(), request).orElse(false);
  }

  private static Optional<Boolean> outcome(String condition, DecisionRequest request) {
    Function<DecisionRequest, @Nullable Boolean> meaning = MEANINGS.get(condition);
    return meaning == null ? Optional.empty() : Optional.ofNullable(meaning.apply(request));
  }

  private static boolean means(String written, String action) {
    return written.endsWith("*")
        ? action.startsWith(written.substring(0, written.length() - 1))
        : written.equals(action);
  }

  private static @Nullable Boolean owns(DecisionRequest request) {
    Object owner = resource(request, "owner");
    return owner instanceof String ? Boolean.valueOf(owner.equals(request.principal().id())) : null;
  }

  private static @Nullable Boolean ownsParent(DecisionRequest request) {
    Object owner = resource(request, "parent.owner");
    return owner instanceof String ? Boolean.valueOf(owner.equals(request.principal().id())) : null;
  }

  private static @Nullable Boolean or(@Nullable Boolean left, @Nullable Boolean right) {
    if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
      return true;
    }
    return (left == null || right == null) ? null : Boolean.valueOf(false);
  }

  private static @Nullable Boolean not(@Nullable Boolean value) {
    return value == null ? null : Boolean.valueOf(!value);
  }

  private static @Nullable Object resource(DecisionRequest request, String key) {
    return request.resource().attributes().get(key);
  }

  private static @Nullable Object context(DecisionRequest request, String key) {
    return request.context().attributes().get(key);
  }
}
