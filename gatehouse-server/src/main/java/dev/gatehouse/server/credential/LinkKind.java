package dev.gatehouse.server.credential;

import dev.gatehouse.server.crypto.OpaqueToken;
import java.util.Locale;

/** What a one-time link is good for. */
public enum LinkKind {
  /** Proves the address of a sign-up. */
  VERIFY(OpaqueToken.Kind.LINK_VERIFY, "/verify"),
  /** Sets a new password. */
  RESET(OpaqueToken.Kind.LINK_RESET, "/reset"),
  /** Proves the address an account shall change to. */
  EMAIL_CHANGE(OpaqueToken.Kind.LINK_EMAIL, "/email/confirm"),
  /** Takes a change of address back. */
  EMAIL_UNDO(OpaqueToken.Kind.LINK_UNDO, "/email/undo"),
  /** Lets somebody join an organisation. */
  INVITE(OpaqueToken.Kind.LINK_INVITE, "/invitation"),
  /** Makes the first operator. */
  OPERATOR(OpaqueToken.Kind.LINK_OPERATOR, "/operator");

  private final OpaqueToken.Kind token;
  private final String path;

  LinkKind(OpaqueToken.Kind token, String path) {
    this.token = token;
    this.path = path;
  }

  /** Where it is opened, as a path of the realm. */
  public String path() {
    return path;
  }

  /** The kind of its token: a link of one kind is never taken for another. */
  public OpaqueToken.Kind token() {
    return token;
  }

  /**
   * Whether a newer one makes the older ones worthless. Not for taking back: whoever changes an
   * address twice must not so disarm the first owner's link. Nor for joining: these are nobody's
   * yet, and each is for another.
   */
  boolean supersedesOlder() {
    return this != EMAIL_UNDO && this != INVITE;
  }

  /** As stored. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LinkKind ofText(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
