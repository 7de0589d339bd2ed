package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SecretRules;
import dev.gatehouse.server.kernel.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves the secrets a realm file names; none stands in the file itself. */
final class SecretReferences {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{secret:([a-z0-9][a-z0-9.-]{0,63})}");
  private static final int SHORTEST = 32;

  private final SecretSource source;

  SecretReferences(SecretSource source) {
    this.source = source;
  }

  SecretSource source() {
    return source;
  }

  /** The secret that a key names. */
  Secret read(Section section, String key) {
    Matcher reference = REFERENCE.matcher(section.text(key));
    if (!reference.matches()) {
      throw section.error(key, "must be ${secret:name}; secrets don't stand in realm files");
    }
    String name = reference.group(1);
    Secret secret = source.find(name).orElseThrow(() -> missing(section, key, name));
    SecretRules.check("secret " + name, secret, SHORTEST);
    return secret;
  }

  private RealmFileError missing(Section section, String key, String name) {
    return section.error(
        key, "names \"" + name + "\", which is not there; put it into " + source.whereToPut(name));
  }
}
