package dev.gatehouse.policy;

/** Which resource: its type, such as {@code loan}, and its id within the tenant. */
public record ResourceRef(String type, String id) {
  @Override
  public String toString() {
    return type + "/" + id;
  }
}
