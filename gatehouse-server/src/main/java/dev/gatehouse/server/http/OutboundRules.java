package dev.gatehouse.server.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Where the server may call on behalf of others: public addresses over https. What is local to the
 * machine or its network is refused when the address is resolved, so a name that changes its mind
 * afterwards changes nothing. Hosts named by the operator are exempt, and may use plain http.
 */
public final class OutboundRules {
  private final Set<String> trustedHosts;

  /**
   * @param trustedHosts names or literal addresses as they stand in URLs
   */
  public OutboundRules(Set<String> trustedHosts) {
    this.trustedHosts = Set.copyOf(trustedHosts);
  }

  /** What keeps a URL from being called, or nothing. */
  public Optional<String> problem(URI url) {
    String host = url.getHost();
    if (host == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      return Optional.of("must be an absolute URL without user and fragment");
    }
    if (trustedHosts.contains(host)) {
      return "https".equals(url.getScheme()) || "http".equals(url.getScheme())
          ? Optional.empty()
          : Optional.of("must be http or https");
    }
    if (!"https".equals(url.getScheme())) {
      return Optional.of("must be https");
    }
    // IANA: names that never leave a site; literals are judged as addresses when they are called
    boolean local =
        host.equals("localhost")
            || host.endsWith(".localhost")
            || host.endsWith(".local")
            || host.endsWith(".internal")
            || (host.indexOf('.') < 0 && host.indexOf(':') < 0);
    return local ? Optional.of("must not be a local name") : literalProblem(host);
  }

  private static Optional<String> literalProblem(String host) {
    boolean literal =
        host.startsWith("[")
            || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))
            || host.startsWith("0x");
    if (!literal) {
      return Optional.empty();
    }
    // decimal, octal and hexadecimal spellings of addresses are refused, not understood
    boolean plain = host.startsWith("[") || host.matches("(\\d{1,3}\\.){3}\\d{1,3}");
    try {
      return plain && isPublic(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")))
          ? Optional.empty()
          : Optional.of("must not be a local address");
    } catch (IllegalArgumentException malformed) {
      return Optional.of("must be a host name");
    }
  }

  /** Whether a connection to the address may be opened for a host of that name. */
  boolean mayConnect(String host, InetAddress address) {
    return trustedHosts.contains(host) || isPublic(address);
  }

  /** Whether the address is one of the public Internet (RFC 6890). */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic(bytes) : isPublicSix(bytes);
  }

  private static boolean isPublic(byte[] four) {
    int first = four[0] & 0xff;
    int second = four[1] & 0xff;
    boolean special =
        first == 0
            || first == 10
            || first == 127
            || first >= 224
            || (first == 100 && second >= 64 && second <= 127)
            || (first == 169 && second == 254)
            || (first == 172 && second >= 16 && second <= 31)
            || (first == 192 && (second == 168 || (second == 0 && (four[2] & 0xff) <= 2)))
            || (first == 198 && (second == 18 || second == 19 || second == 51))
            || (first == 203 && second == 0 && (four[2] & 0xff) == 113);
    return !special;
  }

  private static boolean isPublicSix(byte[] six) {
    // RFC 4291 §2.4: 2000::/3 is all that is given out; the rest is local or wraps an IPv4 address
    if ((six[0] & 0xe0) != 0x20) {
      return false;
    }
    boolean sixToFour = six[0] == 0x20 && six[1] == 0x02;
    if (sixToFour) {
      return isPublic(Arrays.copyOfRange(six, 2, 6));
    }
    boolean teredo = six[0] == 0x20 && six[1] == 0x01 && six[2] == 0 && six[3] == 0;
    boolean documentation =
        six[0] == 0x20 && six[1] == 0x01 && six[2] == 0x0d && (six[3] & 0xff) == 0xb8;
    return !teredo && !documentation;
  }
}
