package dev.gatehouse.server.client;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * From which pages scripts may read our answers: those of the realm's public clients, by the origin
 * of their redirect addresses; of clients that registered by themselves, https alone. With cookies
 * only at the token endpoint, for clients whose refresh token is in one; an origin unknown or
 * {@code null} gets no header at all.
 */
public final class AllowedOrigins {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
  private static final Pattern LOOPBACK_ORIGIN =
      Pattern.compile("http://(127\\.0\\.0\\.1|\\[::1])(:[1-9][0-9]{0,4})?");

  private final ClientRegistry clients;

  public AllowedOrigins(ClientRegistry clients) {
    this.clients = clients;
  }

  /**
   * Lets the calling page read the answer, refusals too, if it is a client's.
   *
   * @return whether it is
   */
  public boolean answer(Exchange exchange) throws Refusal {
    Optional<String> origin = origin(exchange);
    boolean allowed = origin.isPresent() && isAllowed(exchange.realm(), origin.get());
    if (allowed) {
      exchange.allowOrigin(URI.create(origin.orElseThrow()));
    }
    return allowed;
  }

  /** The same at the token endpoint, to which some pages send their cookie. */
  public boolean answerWithCookies(Exchange exchange) throws Refusal {
    Optional<String> origin = origin(exchange);
    boolean withCookies =
        origin.isPresent()
            && clients.realm(exchange.realm()).clients().stream()
                .filter(Client::refreshTokenCookie)
                .anyMatch(client -> isOf(client, origin.get()));
    if (withCookies) {
      exchange.allowOriginWithCookies(URI.create(origin.orElseThrow()));
    }
    return withCookies || answer(exchange);
  }

  private static Optional<String> origin(Exchange exchange) throws Refusal {
    // also without an Origin: a cache must not give one page's answer to another
    exchange.answerHeader("Vary", "Origin");
    return exchange.header("origin");
  }

  /** Whether the origin, as the browser sends it, is one of the realm's public clients. */
  boolean isAllowed(RealmId realm, String origin) {
    return clients.realm(realm).clients().stream()
            .filter(Client::isPublic)
            .anyMatch(client -> isOf(client, origin))
        || clients.isOfRegistered(realm, origin);
  }

  /** Whether the origin is one that the client registered, by its redirect addresses. */
  public static boolean isOf(Client client, String origin) {
    return client.redirectUris().stream().anyMatch(registered -> isOriginOf(registered, origin));
  }

  private static boolean isOriginOf(URI registered, String origin) {
    if (registered.getHost() == null) {
      return false;
    }
    if ("http".equals(registered.getScheme()) && LOOPBACK.contains(registered.getHost())) {
      // RFC 8252 §7.3: the port of a loopback address varies, and its origin with it
      return LOOPBACK_ORIGIN.matcher(origin).matches()
          && (origin + ":").startsWith("http://" + registered.getHost() + ":");
    }
    return httpsOrigin(registered).filter(origin::equals).isPresent();
  }

  /** The origin of an https address as browsers write it (RFC 6454 §6.2); nothing for others. */
  static Optional<String> httpsOrigin(URI address) {
    if (!"https".equals(address.getScheme()) || address.getHost() == null) {
      return Optional.empty();
    }
    boolean usual = address.getPort() < 0 || address.getPort() == 443;
    return Optional.of(
        "https://"
            + address.getHost().toLowerCase(Locale.ROOT)
            + (usual ? "" : ":" + address.getPort()));
  }
}
