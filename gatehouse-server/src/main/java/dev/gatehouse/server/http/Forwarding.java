package dev.gatehouse.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who asks when somebody else passes the request on. What headers say counts only from trusted
 * proxies, and only in the one form that these write: the other one they may pass on as a stranger
 * sent it.
 */
public final class Forwarding {
  private final TrustedProxies proxies;
  private final Form form;

  private Forwarding(TrustedProxies proxies, Form form) {
    this.proxies = proxies;
    this.form = form;
  }

  /** How proxies say it. */
  public enum Form {
    /** {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}. */
    X_FORWARDED("x-forwarded"),
    /** {@code Forwarded} (RFC 7239). */
    FORWARDED("forwarded");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    static Form of(String word) {
      for (Form form : values()) {
        if (form.word.equals(word)) {
          return form;
        }
      }
      throw new IllegalArgumentException(
          "forwarded-by is \"" + word + "\"; it must be x-forwarded or forwarded");
    }
  }

  /**
   * @param proxies addresses or CIDR blocks
   * @param form {@code x-forwarded} or {@code forwarded}
   * @throws IllegalArgumentException in plain words for what is neither
   */
  public static Forwarding of(List<String> proxies, String form) {
    return new Forwarding(TrustedProxies.of(proxies), Form.of(form));
  }

  /**
   * Who asks, and of whom.
   *
   * @param address the sender's
   * @param host what a proxy says was asked for
   * @param scheme how a proxy says it was asked
   */
  record Asker(String address, Optional<String> host, Optional<String> scheme) {}

  /** Values of a header, in order. */
  @FunctionalInterface
  interface Headers {
    List<String> values(String name);
  }

  /**
   * Who asks.
   *
   * @param peer the address at the other end of the connection
   */
  Asker asker(String peer, Headers headers) {
    Optional<InetAddress> proxy =
        proxies.isNobody() ? Optional.empty() : TrustedProxies.literal(peer);
    if (proxy.filter(proxies::has).isEmpty()) {
      return new Asker(peer, Optional.empty(), Optional.empty());
    }
    List<Hop> hops = form == Form.FORWARDED ? forwarded(headers) : xForwarded(headers);
    return asker(proxy.get(), hops);
  }

  /**
   * From the nearest proxy outwards as long as each is trusted; who is not is the one who asks, and
   * what is written further out is that one's own word.
   */
  private Asker asker(InetAddress nearest, List<Hop> hops) {
    InetAddress address = nearest;
    Optional<String> host = Optional.empty();
    Optional<String> scheme = Optional.empty();
    for (Hop hop : hops.reversed()) {
      host = hop.host().isPresent() ? hop.host() : host;
      scheme = hop.scheme().isPresent() ? hop.scheme() : scheme;
      Optional<InetAddress> sender = node(hop.sender());
      if (sender.isEmpty()) {
        break;
      }
      address = sender.get();
      if (!proxies.has(address)) {
        break;
      }
    }
    return new Asker(address.getHostAddress(), host, scheme);
  }

  /** What one proxy wrote: who asked it, and how. */
  private record Hop(String sender, Optional<String> host, Optional<String> scheme) {}

  private static List<Hop> xForwarded(Headers headers) {
    List<String> senders = list(headers.values("X-Forwarded-For"));
    List<String> hosts = list(headers.values("X-Forwarded-Host"));
    List<String> schemes = list(headers.values("X-Forwarded-Proto"));
    List<Hop> hops = new ArrayList<>();
    int all = Math.max(senders.size(), Math.max(hosts.size(), schemes.size()));
    for (int i = 0; i < all; i++) {
      // shorter lists are those of the nearest proxies
      int fromNearest = all - i;
      hops.add(
          new Hop(
              fromEnd(senders, fromNearest).orElse(""),
              fromEnd(hosts, fromNearest).map(Forwarding::lower),
              fromEnd(schemes, fromNearest).map(Forwarding::lower)));
    }
    return hops;
  }

  private static Optional<String> fromEnd(List<String> values, int place) {
    return place <= values.size()
        ? Optional.of(values.get(values.size() - place))
        : Optional.empty();
  }

  private static List<String> list(List<String> values) {
    return values.stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(String::strip)
        .toList();
  }

  /** RFC 7239 §4; a value that is none of it says nothing, and ends the chain. */
  private static List<Hop> forwarded(Headers headers) {
    return ForwardedElements.of(headers.values("Forwarded")).stream()
        .map(element ->
            new Hop(
                element.getOrDefault("for", ""),
                Optional.ofNullable(element.get("host")).map(Forwarding::lower),
                Optional.ofNullable(element.get("proto")).map(Forwarding::lower)))
        .toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * RFC 7239 §6: an address with or without a port; {@code unknown} and names in hiding are none.
   */
  private static Optional<InetAddress> node(String text) {
    int bracket = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean hasPort = bracket >= 0 ? colon > bracket : colon >= 0 && colon == text.indexOf(':');
    return TrustedProxies.literal(hasPort ? text.substring(0, colon) : text);
  }
}
