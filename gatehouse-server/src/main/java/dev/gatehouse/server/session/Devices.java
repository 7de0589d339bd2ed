package dev.gatehouse.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Reads user agents into devices. The patterns are loaded at the first use, answers are kept, and
 * of a hostile text no more than {@value #LONGEST_READ} characters are looked at.
 */
public final class Devices {
  private static final int LONGEST_READ = 256;
  private static final int LONGEST_NAME = 40;
  private static final String OTHER = "Other";

  private final Cache<String, Device> read = Caffeine.newBuilder().maximumSize(1000).build();
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable Parser parser;

  /** The device of a user agent as sent; {@link Device#UNKNOWN} when it tells nothing. */
  public Device of(String userAgent) {
    String text =
        userAgent
            .substring(0, Math.min(userAgent.length(), LONGEST_READ))
            .replaceAll("[^\\x20-\\x7e]", "");
    return text.isBlank() ? Device.UNKNOWN : read.get(text, this::parse);
  }

  private Device parse(String userAgent) {
    Client client = parser().parse(userAgent);
    Optional<String> system = name(client.os.family);
    return new Device(kind(system.orElse(""), userAgent), name(client.userAgent.family), system);
  }

  private static Optional<String> name(@Nullable String family) {
    if (family == null || family.equals(OTHER) || family.isBlank()) {
      return Optional.empty();
    }
    // some patterns take the name from the text itself: letters, digits and little else
    String plain = family.replaceAll("[^A-Za-z0-9 .+_-]", "").strip();
    return plain.isEmpty()
        ? Optional.empty()
        : Optional.of(plain.substring(0, Math.min(plain.length(), LONGEST_NAME)));
  }

  private static Device.Kind kind(String system, String userAgent) {
    boolean mobile = userAgent.contains("Mobile");
    return switch (system.toLowerCase(Locale.ROOT)) {
      case "ios" -> userAgent.contains("iPad") ? Device.Kind.TABLET : Device.Kind.PHONE;
      case "android" -> mobile ? Device.Kind.PHONE : Device.Kind.TABLET;
      case "windows", "mac os x", "linux", "ubuntu", "fedora", "debian", "chrome os", "freebsd" ->
          Device.Kind.COMPUTER;
      default -> mobile ? Device.Kind.PHONE : Device.Kind.UNKNOWN;
    };
  }

  private Parser parser() {
    Parser loaded = parser;
    if (loaded != null) {
      return loaded;
    }
    loading.lock();
    try {
      Parser made = parser;
      if (made == null) {
        made = new Parser();
        parser = made;
      }
      return made;
    } finally {
      loading.unlock();
    }
  }
}
