package dev.gatehouse.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy as written, to be compiled.
 *
 * @param version names this text of it in every decision
 * @param attributes what conditions may read beside {@link Vocabulary#STANDARD}, such as {@code
 *     resource.owner}
 * @param permissions the catalogue: every permission there is
 * @param roles named sets of permissions
 * @param conditions expressions in CEL
 * @param denials rules that win over every grant
 */
public record PolicyDefinition(
    String version,
    Map<String, ValueType> attributes,
    List<Permission> permissions,
    List<Role> roles,
    List<Condition> conditions,
    List<Denial> denials) {
  public PolicyDefinition {
    attributes = Map.copyOf(attributes);
    permissions = List.copyOf(permissions);
    roles = List.copyOf(roles);
    conditions = List.copyOf(conditions);
    denials = List.copyOf(denials);
  }

  /**
   * An entry of the catalogue.
   *
   * @param name {@code loan.read} or {@code orders:read}; a wildcard, {@code loan.*}, stands for
   *     every permission of the catalogue that begins so, and is a name that roles may use
   * @param record whether every decision about it is to be recorded
   */
  public record Permission(String name, boolean record) {
    boolean wildcard() {
      return name.endsWith(".*") || name.endsWith(":*");
    }

    boolean covers(String other) {
      return wildcard()
          ? other.startsWith(name.substring(0, name.length() - 1)) && !other.endsWith("*")
          : name.equals(other);
    }
  }

  /** A named set of permissions. */
  public record Role(String name, List<Allowance> allowances) {
    public Role {
      allowances = List.copyOf(allowances);
    }
  }

  /**
   * A permission of a role.
   *
   * @param permission a name of the catalogue, a declared wildcard too
   * @param condition without which the role doesn't give it
   */
  public record Allowance(String permission, Optional<String> condition) {}

  /** A named expression in CEL that is true or false. */
  public record Condition(String name, String expression) {}

  /**
   * A rule that denies whatever is granted.
   *
   * @param permissions those it is about, declared wildcards too
   * @param roles whoever holds one of them, by whichever grant; everybody where empty
   * @param condition when it applies; where it can't be evaluated, the rule applies
   */
  public record Denial(
      String name, Set<String> permissions, Set<String> roles, Optional<String> condition) {
    public Denial {
      permissions = Set.copyOf(permissions);
      roles = Set.copyOf(roles);
    }
  }
}
