package dev.gatehouse.server.kernel;

/** How a refusal enters the log. */
public enum Recording {
  /** One record for each. */
  EACH,
  /**
   * One record for each where the caller proved who it is, a person or a client with a secret; else
   * counted, because anybody can send it.
   */
  AUTHENTICATED,
  /**
   * Counted: one record a reason, realm, client, address block and minute, so a flood can't fill
   * it.
   */
  COUNTED,
  /** No record: nothing was attempted on anybody's behalf, or nothing can be written. */
  NONE
}
