package dev.gatehouse.policy;

import dev.gatehouse.policy.PolicyDefinition.Allowance;
import dev.gatehouse.policy.PolicyDefinition.Condition;
import dev.gatehouse.policy.PolicyDefinition.Denial;
import dev.gatehouse.policy.PolicyDefinition.Permission;
import dev.gatehouse.policy.PolicyDefinition.Role;
import dev.gatehouse.policy.PolicyFault.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns a definition into a policy, or into all of its faults. */
public final class PolicyCompiler {
  private static final Pattern PERMISSION =
      Pattern.compile(
          "[a-z][a-z0-9_-]{0,63}([.:][a-z0-9_-]{1,63}){0,4}([.:]\\*)?|[a-z][a-z0-9_-]{0,63}[.:]\\*");
  static final String PERMISSION_FORM =
      "words of a-z, 0-9, _ and - with \".\" or \":\" between, and \"*\" for the last word at most";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  private final PolicyDefinition definition;
  private final List<PolicyFault> faults = new ArrayList<>();
  private final Map<String, CompiledCondition> conditions = new HashMap<>();
  private final Map<String, ValueType> attributes = new HashMap<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final Set<String> catalogue = new HashSet<>();

  private PolicyCompiler(PolicyDefinition definition) {
    this.definition = definition;
  }

  /** Compiles it. Nothing is evaluated. */
  public static PolicyCompilation compile(PolicyDefinition definition) {
    return new PolicyCompiler(definition).compile();
  }

  private PolicyCompilation compile() {
    attributes();
    permissions();
    conditions();
    Map<String, Policy.CompiledRole> roles = roles();
    Map<String, List<Policy.CompiledDenial>> denials = denials(roles.keySet());
    if (!faults.isEmpty()) {
      return new PolicyCompilation.Faulty(faults);
    }
    Map<String, Policy.CompiledPermission> permissions = new HashMap<>();
    places.forEach((name, index) ->
        permissions.put(
            name,
            new Policy.CompiledPermission(
                name, index, isRecorded(name), denials.getOrDefault(name, List.of()))));
    return new PolicyCompilation.Compiled(new Policy(definition, permissions, roles, conditions));
  }

  /** Notes those that are well declared, for conditions. */
  private void attributes() {
    definition
        .attributes()
        .forEach((path, type) -> {
          String objection = Vocabulary.objection(path);
          if (!objection.isEmpty()) {
            faults.add(PolicyFault.of(Part.ATTRIBUTES, path, objection));
          } else {
            attributes.put(path, type);
          }
        });
  }

  private void permissions() {
    for (Permission permission :
        distinct(Part.PERMISSIONS, definition.permissions(), Permission::name)) {
      if (!PERMISSION.matcher(permission.name()).matches()) {
        fault(Part.PERMISSIONS, permission.name(), "is no permission; use " + PERMISSION_FORM);
        continue;
      }
      catalogue.add(permission.name());
      if (!permission.wildcard()) {
        places.put(permission.name(), places.size());
      } else if (definition.permissions().stream()
          .noneMatch(other -> !other.wildcard() && permission.covers(other.name()))) {
        fault(
            Part.PERMISSIONS,
            permission.name(),
            "stands for no permission of the catalogue; declare one that begins so");
      }
    }
  }

  private boolean isRecorded(String name) {
    return definition.permissions().stream()
        .anyMatch(permission -> permission.record() && permission.covers(name));
  }

  private void conditions() {
    ConditionCompiler compiler = new ConditionCompiler(Vocabulary.with(attributes));
    for (Condition condition :
        distinct(Part.CONDITIONS, definition.conditions(), Condition::name)) {
      try {
        conditions.put(condition.name(), compiler.compile(condition, conditions.size()));
      } catch (ConditionCompiler.Rejected rejected) {
        faults.add(
            new PolicyFault(
                Part.CONDITIONS,
                condition.name(),
                rejected.line(),
                rejected.column(),
                rejected.reason()));
      }
    }
  }

  private Map<String, Policy.CompiledRole> roles() {
    Map<String, Policy.CompiledRole> roles = new HashMap<>();
    for (Role role : distinct(Part.ROLES, definition.roles(), Role::name)) {
      List<List<Policy.Gift>> gifts =
          new ArrayList<>(Collections.nCopies(places.size(), List.<Policy.Gift>of()));
      for (Allowance allowance : role.allowances()) {
        Policy.Gift gift =
            new Policy.Gift(condition(Part.ROLES, role.name(), allowance.condition()).orElse(null));
        for (int place : covered(Part.ROLES, role.name(), allowance.permission())) {
          gifts.set(place, with(gifts.get(place), gift));
        }
      }
      roles.put(role.name(), new Policy.CompiledRole(role.name(), gifts));
    }
    return roles;
  }

  /** A gift without condition makes the others needless. */
  private static List<Policy.Gift> with(List<Policy.Gift> gifts, Policy.Gift gift) {
    if (gift.condition() == null) {
      return List.of(gift);
    }
    if (gifts.contains(gift) || gifts.stream().anyMatch(other -> other.condition() == null)) {
      return gifts;
    }
    List<Policy.Gift> more = new ArrayList<>(gifts);
    more.add(gift);
    return List.copyOf(more);
  }

  private Map<String, List<Policy.CompiledDenial>> denials(Set<String> roles) {
    Map<String, List<Policy.CompiledDenial>> denials = new HashMap<>();
    for (Denial denial : distinct(Part.DENIALS, definition.denials(), Denial::name)) {
      denial.roles().stream()
          .filter(role -> !roles.contains(role))
          .sorted()
          .forEach(role ->
              fault(
                  Part.DENIALS,
                  denial.name(),
                  "names the role \"" + role + "\", which nobody declared"));
      if (denial.permissions().isEmpty()) {
        fault(Part.DENIALS, denial.name(), "denies nothing; name permissions");
      }
      Policy.CompiledDenial compiled =
          new Policy.CompiledDenial(
              denial.name(),
              denial.roles(),
              condition(Part.DENIALS, denial.name(), denial.condition()).orElse(null));
      Set<Integer> about = new HashSet<>();
      denial.permissions().stream()
          .sorted()
          .forEach(name -> about.addAll(covered(Part.DENIALS, denial.name(), name)));
      places.forEach((name, place) -> {
        if (about.contains(place)) {
          denials.computeIfAbsent(name, none -> new ArrayList<>()).add(compiled);
        }
      });
    }
    return denials;
  }

  /** The places of the permissions that a name stands for. */
  private List<Integer> covered(Part part, String of, String name) {
    if (!catalogue.contains(name)) {
      fault(part, of, "names the permission \"" + name + "\", which nobody declared");
      return List.of();
    }
    Permission named = new Permission(name, false);
    return places.entrySet().stream()
        .filter(entry -> named.covers(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private Optional<CompiledCondition> condition(Part part, String of, Optional<String> name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    boolean declared =
        definition.conditions().stream().anyMatch(condition -> condition.name().equals(name.get()));
    if (!declared) {
      fault(part, of, "names the condition \"" + name.get() + "\", which nobody declared");
    }
    // one that has a fault of its own is absent too, but then nothing is compiled
    return Optional.ofNullable(conditions.get(name.get()));
  }

  private <T> List<T> distinct(Part part, List<T> elements, Function<T, String> named) {
    if (elements.size() > Limits.ELEMENTS) {
      fault(part, "", "has %d entries, %d are allowed".formatted(elements.size(), Limits.ELEMENTS));
      return List.of();
    }
    Map<String, T> byName = new LinkedHashMap<>();
    for (T element : elements) {
      String name = named.apply(element);
      if (part != Part.PERMISSIONS && !NAME.matcher(name).matches()) {
        fault(part, name, "is no name; use letters, digits, \".\", \"_\" and -");
      } else if (byName.putIfAbsent(name, element) != null) {
        fault(part, name, "stands twice; keep one");
      }
    }
    return List.copyOf(byName.values());
  }

  private void fault(Part part, String name, String reason) {
    faults.add(PolicyFault.of(part, name, reason));
  }
}
