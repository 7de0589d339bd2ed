package dev.gatehouse.server.crypto;

/** A configured secret that is missing, readable by others, too short or guessable: no start. */
public final class WeakSecret extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A secret refused.
   *
   * @param name what the operator calls it: the setting's name or the file
   * @param problem what is wrong, in plain words, and never the value
   */
  public WeakSecret(String name, String problem) {
    super(name + ": " + problem);
  }
}
