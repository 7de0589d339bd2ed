package dev.gatehouse.server.page.brand;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a realm brings to the common look: name, logo and two colours.
 *
 * @param realm id of the realm, as in its paths
 * @param product name people know the product by
 * @param logo path of a square picture served from this origin, or null for a monogram
 * @param accentLight colour of buttons and links where the page is light
 * @param accentDark colour of buttons and links where the page is dark
 */
public record Branding(
    String realm, String product, @Nullable String logo, Colour accentLight, Colour accentDark) {
  private static final Pattern REALM = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern LOGO = Pattern.compile("/assets/[a-z0-9][a-z0-9./-]*\\.(svg|png)");

  /** Refuses a realm id or logo path that would lead off this origin. */
  public Branding {
    if (!REALM.matcher(realm).matches()) {
      throw new IllegalArgumentException("'" + realm + "' is no realm id");
    }
    if (product.isBlank()) {
      throw new IllegalArgumentException("a product needs a name");
    }
    if (logo != null && (!LOGO.matcher(logo).matches() || logo.contains(".."))) {
      throw new IllegalArgumentException("a logo lies below '/assets/', not at '" + logo + "'");
    }
  }

  /** The look of Gatehouse itself: the operators' realm and pages outside any realm. */
  public static Branding gatehouse() {
    return new Branding(
        "operators",
        "Gatehouse",
        "/assets/favicon.svg",
        Colour.parse("#34518c"),
        Colour.parse("#a3bdf2"));
  }

  /** Where the realm's colours are served. */
  public String stylesheetPath() {
    return "/r/" + realm + "/brand.css";
  }

  /** Picture for the browser's tab. */
  public String iconPath() {
    return logo == null ? "/assets/favicon.svg" : logo;
  }

  /** First letter of the product's name, which stands in for a missing logo. */
  public String monogram() {
    return new StringBuilder().appendCodePoint(product.strip().codePointAt(0)).toString();
  }
}
