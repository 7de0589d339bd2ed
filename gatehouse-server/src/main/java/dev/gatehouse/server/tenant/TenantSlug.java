package dev.gatehouse.server.tenant;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a tenant in addresses, such as {@code acme} in {@code /t/acme}. Lower-case ASCII, at
 * most 63 characters, unique in its realm.
 */
public record TenantSlug(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int LONGEST_DERIVED = 48;

  public TenantSlug {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a slug: " + value);
    }
  }

  /** The slug as a person typed it or an address names it; empty when it can't be one. */
  public static Optional<TenantSlug> parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    return SHAPE.matcher(plain).matches() ? Optional.of(new TenantSlug(plain)) : Optional.empty();
  }

  /** The slug that an organisation's name suggests: "Müller & Söhne AG" gives muller-sohne-ag. */
  public static TenantSlug suggestedBy(String organisation) {
    String plain =
        Normalizer.normalize(organisation.replace("ß", "ss"), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = trimmed(plain.substring(0, Math.min(plain.length(), LONGEST_DERIVED + 1)));
    String slug = trimmed(cut.substring(0, Math.min(cut.length(), LONGEST_DERIVED)));
    return new TenantSlug(slug.isEmpty() ? "organisation" : slug);
  }

  private static String trimmed(String text) {
    return text.replaceAll("^-+|-+$", "");
  }

  /** The same with a number, for when the plain one is taken. */
  TenantSlug numbered(int number) {
    return new TenantSlug(value + "-" + number);
  }

  @Override
  public String toString() {
    return value;
  }
}
