package dev.gatehouse.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * May this principal do this to that resource, now and here?
 *
 * <p>Attributes are what the caller knows beyond the names given here; nested ones have dotted
 * keys, {@code parent.owner}. A key that the policy doesn't declare is never read.
 *
 * @param principal who
 * @param tenant where
 * @param action what: a permission by name
 * @param resource to what
 * @param context when and in which circumstances
 */
public record DecisionRequest(
    Principal principal, Tenant tenant, String action, Resource resource, Context context) {

  /**
   * Who asks to act.
   *
   * @param type {@code person} or {@code service}
   * @param tenant the one tenant it belongs to
   * @param grants all it was given there
   */
  public record Principal(
      String id, String type, String tenant, List<Grant> grants, Map<String, Object> attributes) {
    public Principal {
      grants = List.copyOf(grants);
      attributes = Map.copyOf(attributes);
    }
  }

  /** The tenant in which the resource lies. */
  public record Tenant(String id, Map<String, Object> attributes) {
    public Tenant {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * What is acted on.
   *
   * @param within the resources it is part of, parents first: a grant for one of them is for this
   */
  public record Resource(
      ResourceRef ref, List<ResourceRef> within, Map<String, Object> attributes) {
    public Resource {
      within = List.copyOf(within);
      attributes = Map.copyOf(attributes);
    }

    boolean isOrLiesIn(ResourceRef scope) {
      return ref.equals(scope) || within.contains(scope);
    }
  }

  /** The circumstances. The time is given, never taken. */
  public record Context(Instant now, Map<String, Object> attributes) {
    public Context {
      attributes = Map.copyOf(attributes);
    }
  }
}
