package dev.gatehouse.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled policy. Immutable, and for any number of threads. */
public final class Policy {
  private final PolicyDefinition definition;
  private final Map<String, CompiledPermission> permissions;
  private final Map<String, CompiledRole> roles;
  private final Map<String, CompiledCondition> conditions;

  Policy(
      PolicyDefinition definition,
      Map<String, CompiledPermission> permissions,
      Map<String, CompiledRole> roles,
      Map<String, CompiledCondition> conditions) {
    this.definition = definition;
    this.permissions = Map.copyOf(permissions);
    this.roles = Map.copyOf(roles);
    this.conditions = Map.copyOf(conditions);
  }

  /**
   * A permission.
   *
   * @param index its place in {@link CompiledRole#gifts}
   * @param denials the rules about it
   */
  record CompiledPermission(String name, int index, boolean record, List<CompiledDenial> denials) {
    CompiledPermission {
      denials = List.copyOf(denials);
    }
  }

  /** A rule about the permission that has it. */
  record CompiledDenial(String name, Set<String> roles, @Nullable CompiledCondition condition) {
    CompiledDenial {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * A role.
   *
   * @param gifts by the index of a permission, how the role gives it: one without condition alone,
   *     or each of its conditions; empty where it doesn't
   */
  record CompiledRole(String name, List<List<Gift>> gifts) {
    CompiledRole {
      gifts = List.copyOf(gifts);
    }
  }

  /** One way in which a role gives a permission. */
  record Gift(@Nullable CompiledCondition condition) {}

  /** What it was compiled from. */
  public PolicyDefinition definition() {
    return definition;
  }

  /** The version of its definition. */
  public String version() {
    return definition.version();
  }

  /** Decides, and says why. Denied by default; a rule that denies wins over every grant. */
  public Decision decide(DecisionRequest request) {
    return new Deciding(this, request).decide();
  }

  /** The permissions that these roles give without any condition, in alphabetical order. */
  public SequencedSet<String> unconditional(Collection<String> given) {
    java.util.TreeSet<String> names = new java.util.TreeSet<>();
    for (String name : given) {
      CompiledRole role = roles.get(name);
      if (role != null) {
        permissions.forEach((permission, compiled) -> {
          if (role.gifts().get(compiled.index()).stream()
              .anyMatch(gift -> gift.condition() == null)) {
            names.add(permission);
          }
        });
      }
    }
    return names;
  }

  /** Whether it has this role. */
  public boolean knowsRole(String name) {
    return roles.containsKey(name);
  }

  /** Whether it has this condition. */
  public boolean knowsCondition(String name) {
    return conditions.containsKey(name);
  }

  Optional<CompiledPermission> permission(String name) {
    return Optional.ofNullable(permissions.get(name));
  }

  @Nullable CompiledRole role(String name) {
    return roles.get(name);
  }

  @Nullable CompiledCondition condition(String name) {
    return conditions.get(name);
  }

  int conditions() {
    return conditions.size();
  }
}
