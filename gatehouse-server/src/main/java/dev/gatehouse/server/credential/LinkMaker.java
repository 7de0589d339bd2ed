package dev.gatehouse.server.credential;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.EmailAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes links and their addresses, before the transaction that issues them. */
public final class LinkMaker {
  private final Csprng random;
  private final Clock clock;

  public LinkMaker(Csprng random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** Where the link's row will be. */
  public record Place(RealmId realm, TenantId tenant) {}

  /** A link for a person, that proves or restores an address. */
  public NewLink make(
      LinkKind kind, Place place, PrincipalId person, EmailAddress address, Duration life) {
    return new NewLink(
        kind,
        token(kind, place),
        Optional.of(person),
        Optional.empty(),
        Optional.of(address),
        life);
  }

  /** A link for whoever reads the mail of an address. */
  public NewLink make(LinkKind kind, Place place, EmailAddress address, Duration life) {
    return new NewLink(
        kind, token(kind, place), Optional.empty(), Optional.empty(), Optional.of(address), life);
  }

  /** A link for nobody yet. */
  public NewLink make(LinkKind kind, Place place, Duration life) {
    return new NewLink(
        kind, token(kind, place), Optional.empty(), Optional.empty(), Optional.empty(), life);
  }

  private OpaqueToken token(LinkKind kind, Place place) {
    return OpaqueToken.generate(
        kind.token(), place.realm(), place.tenant(), random.uuidV7(clock.instant()), random);
  }

  /** The address to be opened. Its base is the realm's configured one, whatever a request says. */
  public static URI uri(Site site, NewLink link) {
    return site.uri(link.kind().path() + "?token=" + link.token().wire());
  }
}
