package dev.gatehouse.server.notify;

import java.util.UUID;

/** Takes a mail to its recipient's server. */
@FunctionalInterface
public interface MailTransport {
  /**
   * Delivers, or throws.
   *
   * @param id the same at each attempt, so that a copy can be recognised
   */
  void deliver(UUID id, OutgoingMail mail) throws DeliveryFailure;

  /** A mail was not taken. */
  final class DeliveryFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    /**
     * @param permanent whether trying again is no use
     * @param summary what went wrong, without anything personal
     */
    public DeliveryFailure(boolean permanent, String summary, Throwable cause) {
      super(summary, cause);
      this.permanent = permanent;
    }

    public boolean isPermanent() {
      return permanent;
    }
  }
}
