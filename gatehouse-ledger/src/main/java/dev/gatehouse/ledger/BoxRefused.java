package dev.gatehouse.ledger;

/** A box of personal fields that the key given does not open in the record given. */
public final class BoxRefused extends Exception {
  private static final long serialVersionUID = 1L;

  BoxRefused(String what, Throwable cause) {
    super(what, cause);
  }
}
