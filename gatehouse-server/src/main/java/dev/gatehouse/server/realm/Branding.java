package dev.gatehouse.server.realm;

import java.util.Optional;

/**
 * What a realm brings to its pages.
 *
 * @param productName its name
 * @param logo the name of a logo asset
 * @param accentLight the accent colour on light, {@code #rrggbb}
 * @param accentDark the accent colour on dark, {@code #rrggbb}
 */
public record Branding(
    String productName, Optional<String> logo, String accentLight, String accentDark) {}
