package dev.gatehouse.server.login;

import dev.gatehouse.server.http.Site;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of a realm that a sign-in leads back to. It is taken from a request that came to us and
 * never from a parameter; segments of letters and digits can't be read as another host's address.
 */
record OwnPath(String text) {
  private static final Pattern SHAPE = Pattern.compile("(/[A-Za-z0-9_-]+)+");

  OwnPath {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("no plain path: " + text);
    }
  }

  /** The path below the realm's; nothing for what is not below it, or not plain. */
  static Optional<OwnPath> of(Site site, String rawPath) {
    String realm = site.path("");
    return rawPath.startsWith(realm)
        ? Optional.of(rawPath.substring(realm.length()))
            .filter(path -> SHAPE.matcher(path).matches())
            .map(OwnPath::new)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
