package dev.gatehouse.server.page.frame;

import org.jspecify.annotations.Nullable;

/**
 * Where an application that asks tells about itself: https addresses of its own, or null.
 *
 * @param home its home page
 * @param policy how it uses data
 * @param terms its terms of service
 */
public record ApplicationLinks(
    @Nullable String home, @Nullable String policy, @Nullable String terms) {
  /** None at all. */
  public static final ApplicationLinks NONE = new ApplicationLinks(null, null, null);

  /** Whether there is any. */
  public boolean any() {
    return home != null || policy != null || terms != null;
  }
}
