package dev.gatehouse.server.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The networks whose machines are believed when they say for whom they ask. */
final class TrustedProxies {
  private final List<Network> networks;

  private TrustedProxies(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * @param texts addresses or CIDR blocks, such as {@code 10.1.0.0/16} and {@code ::1}
   * @throws IllegalArgumentException for what is neither, and for a block that has everybody in it
   */
  static TrustedProxies of(List<String> texts) {
    return new TrustedProxies(texts.stream().map(Network::parse).toList());
  }

  boolean isNobody() {
    return networks.isEmpty();
  }

  boolean has(InetAddress address) {
    return networks.stream().anyMatch(network -> network.has(address));
  }

  /** An IP address as a header or a socket names it, without a port; never a name. */
  static Optional<InetAddress> literal(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    // a scope belongs to one machine, and shorthands are nobody's honest words
    boolean isWhole = bare.indexOf(':') >= 0 || bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    if (!isWhole || bare.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private record Network(byte[] prefix, int bits) {
    static Network parse(String text) {
      int slash = text.indexOf('/');
      Optional<InetAddress> address =
          literal(slash < 0 ? text.strip() : text.substring(0, slash).strip());
      if (address.isEmpty()) {
        throw new IllegalArgumentException(
            "trusted-proxies has \"" + text + "\", which is no address and no network");
      }
      byte[] prefix = address.get().getAddress();
      int bits = slash < 0 ? prefix.length * 8 : bits(text.substring(slash + 1).strip());
      if (bits < 1 || bits > prefix.length * 8) {
        throw new IllegalArgumentException(
            "trusted-proxies has \""
                + text
                + "\"; a network's length is 1 to "
                + prefix.length * 8);
      }
      Network network = new Network(prefix, bits);
      if (!Arrays.equals(network.masked(prefix), prefix)) {
        throw new IllegalArgumentException(
            "trusted-proxies has \"" + text + "\", whose address goes beyond its length");
      }
      return network;
    }

    private static int bits(String text) {
      return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }

    boolean has(InetAddress address) {
      byte[] bytes = address.getAddress();
      return bytes.length == prefix.length && Arrays.equals(masked(bytes), prefix);
    }

    private byte[] masked(byte[] bytes) {
      byte[] masked = bytes.clone();
      for (int i = 0; i < masked.length; i++) {
        int kept = Math.clamp(bits - i * 8L, 0, 8);
        masked[i] &= (byte) (0xff << (8 - kept));
      }
      return masked;
    }
  }
}
