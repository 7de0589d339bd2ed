package dev.gatehouse.server.principal;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An e-mail address that was checked, in two forms: as mail is sent to it, and as it is compared.
 * However it is typed (upper case, full width, white space around it, a domain in its own script),
 * it is one address and so one account and one counter. Made only by {@link #parse}.
 */
public final class EmailAddress {
  /** RFC 5321 §4.5.3.1.3: a path has 256 octets, two of which are its angle brackets. */
  public static final int LONGEST = 254;

  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_TYPED = 1024;

  /** What would need quotes in a local part, or end a header (RFC 5322 §3.2.3). */
  private static final String NOT_IN_AN_ATOM = "\"(),:;<>[\\]@";

  private final String address;
  private final String normalized;

  private EmailAddress(String address, String normalized) {
    this.address = address;
    this.normalized = normalized;
  }

  /**
   * Checks and normalises: white space around it goes, compatibility forms become plain (NFKC), the
   * domain becomes ASCII (RFC 3490), letter case is folded. Empty when it is not an address.
   */
  public static Optional<EmailAddress> parse(String typed) {
    if (typed.length() > LONGEST_TYPED) {
      return Optional.empty();
    }
    String plain = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC).strip();
    int at = plain.indexOf('@');
    if (at <= 0 || at != plain.lastIndexOf('@')) {
      return Optional.empty();
    }
    String local = plain.substring(0, at);
    if (!isLocalPart(local)) {
      return Optional.empty();
    }
    return asciiDomain(plain.substring(at + 1))
        .map(domain -> new EmailAddress(local + "@" + domain, fold(local) + "@" + domain))
        .filter(found -> found.address.length() <= LONGEST && found.normalized.length() <= LONGEST);
  }

  /** Reads an address that was stored: it was checked when it was made. */
  static EmailAddress stored(String address, String normalized) {
    return new EmailAddress(address, normalized);
  }

  /** A dot-atom (RFC 5322 §3.2.3), letters and digits of any script (RFC 6531 §3.3). */
  private static boolean isLocalPart(String local) {
    return local.length() <= LONGEST_LOCAL_PART
        && !local.startsWith(".")
        && !local.endsWith(".")
        && !local.contains("..")
        && local.codePoints().allMatch(EmailAddress::isAtomCharacter);
  }

  private static boolean isAtomCharacter(int c) {
    if (c < 0x80) {
      return c > 0x20 && c < 0x7f && NOT_IN_AN_ATOM.indexOf(c) < 0;
    }
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static Optional<String> asciiDomain(String domain) {
    // IDN throws something unexpected at what is far too long
    if (domain.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      boolean qualified = ascii.indexOf('.') > 0 && !ascii.endsWith(".") && !ascii.contains("..");
      return qualified ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException notADomain) {
      return Optional.empty();
    }
  }

  /** Upper case first: it brings together what has several lower-case forms (ß and ss, ς and σ). */
  private static String fold(String local) {
    String folded = local.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  /** The address mail is sent to, with its domain in ASCII. */
  public String address() {
    return address;
  }

  /** The form that is compared, indexed and counted. */
  public String normalized() {
    return normalized;
  }

  /** The part before the at sign. */
  public String localPart() {
    return address.substring(0, address.indexOf('@'));
  }

  /** The part after the at sign, in ASCII. */
  public String domain() {
    return address.substring(address.indexOf('@') + 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress that && normalized.equals(that.normalized);
  }

  @Override
  public int hashCode() {
    return Objects.hash(normalized);
  }

  /** Personal, so it does not print. */
  @Override
  public String toString() {
    return "[address]";
  }
}
