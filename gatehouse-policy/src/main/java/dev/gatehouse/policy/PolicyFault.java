package dev.gatehouse.policy;

/**
 * Why a policy can't be compiled.
 *
 * @param part which part of the definition
 * @param name which element of that part
 * @param line of the element's expression, from 1; 0 where it has none
 * @param column of the expression, from 1; 0 where it has none
 * @param reason what is wrong and what is allowed
 */
public record PolicyFault(Part part, String name, int line, int column, String reason) {
  /** The parts of a definition. */
  public enum Part {
    ATTRIBUTES,
    PERMISSIONS,
    ROLES,
    CONDITIONS,
    DENIALS
  }

  static PolicyFault of(Part part, String name, String reason) {
    return new PolicyFault(part, name, 0, 0, reason);
  }

  /** The fault as one line. */
  @Override
  public String toString() {
    String place = line == 0 ? "" : " at " + line + ":" + column;
    return part.name().toLowerCase(java.util.Locale.ROOT) + "." + name + place + ": " + reason;
  }
}
