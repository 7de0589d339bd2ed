package dev.gatehouse.server.page.brand;

/** The generated stylesheet of a realm: its colours as custom properties, for both schemes. */
public final class BrandStylesheet {
  // The grounds of gatehouse.css: --raised and --surface.
  static final Colour RAISED_LIGHT = Colour.parse("#ffffff");
  static final Colour SURFACE_LIGHT = Colour.parse("#f5f6f8");
  static final Colour RAISED_DARK = Colour.parse("#1a1e25");
  static final Colour SURFACE_DARK = Colour.parse("#111419");

  private static final int HOVER_SHARE = 14;

  private BrandStylesheet() {}

  /** CSS text; {@code --accent-text} and {@code --on-accent} are readable whatever the accent. */
  public static String of(Branding branding) {
    return """
    :root {
    %s}
    @media (prefers-color-scheme: dark) {
    :root {
    %s}
    }
    """
        .formatted(
            roles(branding.accentLight(), RAISED_LIGHT, SURFACE_LIGHT),
            roles(branding.accentDark(), RAISED_DARK, SURFACE_DARK));
  }

  private static String roles(Colour accent, Colour raised, Colour surface) {
    Colour onAccent = accent.readableOn();
    Colour awayFromText = onAccent.equals(Colour.WHITE) ? Colour.BLACK : Colour.WHITE;
    return """
      --accent: %s;
      --accent-hover: %s;
      --on-accent: %s;
      --accent-text: %s;
    """
        .formatted(
            accent.hex(),
            accent.mixed(awayFromText, HOVER_SHARE).hex(),
            onAccent.hex(),
            accent.readableOn(raised, surface).hex());
  }
}
