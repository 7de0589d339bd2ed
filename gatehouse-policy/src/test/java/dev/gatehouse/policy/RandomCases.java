package dev.gatehouse.policy;

import dev.gatehouse.policy.DecisionRequest.Context;
import dev.gatehouse.policy.DecisionRequest.Principal;
import dev.gatehouse.policy.DecisionRequest.Resource;
import dev.gatehouse.policy.DecisionRequest.Tenant;
import dev.gatehouse.policy.PolicyDefinition.Allowance;
import dev.gatehouse.policy.PolicyDefinition.Condition;
import dev.gatehouse.policy.PolicyDefinition.Denial;
import dev.gatehouse.policy.PolicyDefinition.Permission;
import dev.gatehouse.policy.PolicyDefinition.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A random policy, and random requests to it. */
final class RandomCases {
  private static final Instant DAY = Instant.parse("2026-11-30T00:00:00Z");
  private static final List<String> PERMISSIONS =
      List.of("loan.read", "loan.write", "orders:read", "orders:items:read", "orders:items:write");
  private static final List<String> WILDCARDS = List.of("loan.*", "orders:*", "orders:items:*");
  private static final List<String> CONDITIONS =
      List.copyOf(new TreeSet<>(NaivePolicy.EXPRESSIONS.keySet()));
  private static final List<String> ROLES = List.of("owner", "admin", "member", "viewer");

  private final Random random;
  private final PolicyDefinition definition;
  private final Policy compiled;
  private final List<String> names;

  RandomCases(Random random) {
    this.random = random;
    List<Permission> permissions = new ArrayList<>();
    PERMISSIONS.forEach(name -> permissions.add(new Permission(name, random.nextBoolean())));
    WILDCARDS.stream()
        .filter(name -> random.nextBoolean())
        .forEach(name -> permissions.add(new Permission(name, false)));
    this.names = permissions.stream().map(Permission::name).toList();
    this.definition =
        new PolicyDefinition(
            "v" + random.nextInt(),
            Definitions.ATTRIBUTES,
            permissions,
            ROLES.stream().map(name -> new Role(name, allowances())).toList(),
            CONDITIONS.stream()
                .map(name -> new Condition(name, NaivePolicy.EXPRESSIONS.getOrDefault(name, "")))
                .toList(),
            denials());
    this.compiled = Definitions.compiled(definition);
  }

  PolicyDefinition definition() {
    return definition;
  }

  Policy compiled() {
    return compiled;
  }

  private List<Allowance> allowances() {
    List<Allowance> allowances = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      allowances.add(new Allowance(pick(names), maybe(CONDITIONS)));
    }
    return allowances;
  }

  private List<Denial> denials() {
    List<Denial> denials = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Set<String> roles = new HashSet<>();
      for (int r = random.nextInt(3); r > 0; r--) {
        roles.add(pick(ROLES));
      }
      denials.add(new Denial("rule" + i, Set.of(pick(names)), roles, maybe(CONDITIONS)));
    }
    return denials;
  }

  DecisionRequest request() {
    List<Grant> grants = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      grants.add(
          new Grant(
              "g" + i,
              random.nextInt(20) == 0 ? "ghost" : pick(ROLES),
              random.nextInt(4) == 0 ? Optional.of(resource()) : Optional.empty(),
              random.nextInt(30) == 0 ? Optional.of("ghost") : maybe(CONDITIONS),
              random.nextInt(4) == 0 ? Optional.of(time()) : Optional.empty()));
    }
    return new DecisionRequest(
        new Principal(person(), "person", random.nextInt(20) == 0 ? "t2" : "t1", grants, Map.of()),
        new Tenant("t1", Map.of()),
        random.nextInt(20) == 0
            ? pick(List.of("loan.*", "loan", "", "order:read"))
            : pick(PERMISSIONS),
        new Resource(
            resource(), random.nextBoolean() ? List.of(resource()) : List.of(), attributes()),
        new Context(time(), context()));
  }

  private Map<String, Object> attributes() {
    Map<String, Object> attributes = new HashMap<>();
    some(attributes, "owner", person());
    some(attributes, "parent.owner", random.nextInt(10) == 0 ? 7 : person());
    some(attributes, "amount", random.nextBoolean() ? (Object) random.nextInt(200) : "many");
    some(attributes, "tags", random.nextBoolean() ? List.of("open", "x") : List.of());
    return attributes;
  }

  private Map<String, Object> context() {
    Map<String, Object> attributes = new HashMap<>();
    some(attributes, "risk", random.nextInt(100));
    some(attributes, "country", pick(List.of("CH", "LI", "DE")));
    some(attributes, "acr", pick(List.of("mfa", "pwd")));
    return attributes;
  }

  private void some(Map<String, Object> attributes, String key, Object value) {
    if (random.nextInt(5) > 0) {
      attributes.put(key, value);
    }
  }

  private String person() {
    return "p" + random.nextInt(3);
  }

  private ResourceRef resource() {
    return new ResourceRef(pick(List.of("loan", "book")), "r" + random.nextInt(3));
  }

  private Instant time() {
    return DAY.plus(Duration.ofHours(random.nextInt(24)));
  }

  private Optional<String> maybe(List<String> from) {
    return random.nextBoolean() ? Optional.of(pick(from)) : Optional.empty();
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
