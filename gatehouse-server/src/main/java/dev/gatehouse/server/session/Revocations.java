package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The revocation sequence of a realm, {@code rs}: whatever was issued at a lower number than that
 * of a revocation that names it is dead. A number and not a time, so that no clock decides.
 */
public final class Revocations {
  private final RevocationStore store;

  public Revocations() {
    this(new JdbcRevocationStore());
  }

  Revocations(RevocationStore store) {
    this.store = store;
  }

  /** What a revocation can name. */
  public enum Kind {
    SESSION,
    FAMILY,
    PRINCIPAL,
    /** What a principal was given: it ends access tokens, and nothing they are made from. */
    ROLES,
    TENANT,
    CLIENT,
    REALM;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who or what is revoked, or asks whether it is. */
  public record Subject(Kind kind, String id) {
    public static Subject of(SessionId session) {
      return new Subject(Kind.SESSION, session.toString());
    }

    public static Subject of(PrincipalId principal) {
      return new Subject(Kind.PRINCIPAL, principal.toString());
    }

    /** What the principal was given. */
    public static Subject ofRoles(PrincipalId principal) {
      return new Subject(Kind.ROLES, principal.toString());
    }

    public static Subject of(TenantId tenant) {
      return new Subject(Kind.TENANT, tenant.toString());
    }

    public static Subject of(ClientId client) {
      return new Subject(Kind.CLIENT, client.value());
    }

    public static Subject of(RealmId realm) {
      return new Subject(Kind.REALM, realm.value());
    }

    public static Subject ofFamily(UUID family) {
      return new Subject(Kind.FAMILY, family.toString());
    }

    /** As stored: {@code kind:id} in lower case. */
    public String text() {
      return kind.text() + ":" + id.toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Revokes as an effect: a refusal of the act undoes it.
   *
   * @return the realm's next number; what is issued from now on in this transaction begins at it
   */
  public long revoke(Tx tx, Kind kind, String id) {
    return revoke(tx, List.of(new Subject(kind, id)));
  }

  /** Revokes several as an effect, each with a number of its own; the last number. */
  public long revoke(Tx tx, Collection<Subject> subjects) {
    return subjects.isEmpty() ? store.current(tx) : store.append(tx, subjects);
  }

  /**
   * Revokes so that it stays even when the act is refused, such as a family whose token came twice.
   */
  public long revokeLasting(Tx tx, Kind kind, String id) {
    return store.appendLasting(tx, List.of(new Subject(kind, id)));
  }

  /** The number that what is issued now begins at. */
  public long current(Tx tx) {
    return store.current(tx);
  }

  /** Whether any of the subjects was revoked after the number. */
  public boolean isRevoked(Tx tx, long rs, Collection<Subject> subjects) {
    return store.isRevoked(tx, rs, subjects);
  }
}
