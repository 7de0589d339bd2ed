package dev.gatehouse.server.app;

import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.DatabaseUrl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Variables that the shipped realms' applications had before Gatehouse, read as ours. A variable of
 * our own that is set too wins.
 */
public final class EnvironmentAliases {
  private static final String DATABASE = "DATABASE_URL";
  private static final String OUR_DATABASE = "GATEHOUSE_DATABASE_URL";

  private static final List<Alias> ALIASES =
      List.of(
          new Alias(
              "APP_JWT_SECRET_KEY",
              "GATEHOUSE_SECRET_STAGE06_ACCESS_TOKEN",
              "The secret of the access tokens of `stage06` (HS256).",
              value -> value),
          new Alias(
              "APP_ACCESS_TOKEN_EXPIRY_MINUTES",
              "GATEHOUSE_REALM_ACCESS_TOKEN_LIFETIME_STAGE06",
              "Life of the access tokens of `stage06`, in minutes.",
              value -> minutes("APP_ACCESS_TOKEN_EXPIRY_MINUTES", value)),
          new Alias(
              "SECRET_KEY",
              "GATEHOUSE_SECRET_PORTAL_WEB",
              "The secret that `portal` and its application share.",
              value -> value),
          new Alias(
              "ACCESS_TOKEN_EXPIRE_MINUTES",
              "GATEHOUSE_REALM_ACCESS_TOKEN_LIFETIME_PORTAL",
              "Life of the access tokens of `portal`, in minutes.",
              value -> minutes("ACCESS_TOKEN_EXPIRE_MINUTES", value)),
          new Alias(
              "NEXTAUTH_SECRET",
              "GATEHOUSE_SECRET_HELPDESK_WEB",
              "The secret that `helpdesk` and its application share.",
              value -> value),
          new Alias("SMTP_HOST", "GATEHOUSE_SMTP_HOST", "Host of the mail server.", value -> value),
          new Alias("SMTP_PORT", "GATEHOUSE_SMTP_PORT", "Port of the mail server.", value -> value),
          new Alias("SMTP_USER", "GATEHOUSE_SMTP_USER", "User at the mail server.", value -> value),
          new Alias(
              "SMTP_PASSWORD",
              "GATEHOUSE_SMTP_PASSWORD",
              "Password at the mail server.",
              value -> value),
          new Alias(
              "SMTP_SECURE",
              "GATEHOUSE_SMTP_SECURITY",
              "`true` for TLS from the first byte, `false` for STARTTLS.",
              EnvironmentAliases::smtpSecurity));

  private EnvironmentAliases() {}

  /**
   * One of them.
   *
   * @param name theirs
   * @param ours the variable it stands for
   * @param meaning for the reference
   * @param translation of its value
   */
  record Alias(String name, String ours, String meaning, UnaryOperator<String> translation) {}

  static List<Alias> all() {
    return ALIASES;
  }

  /**
   * The environment with our names for theirs.
   *
   * @throws IllegalArgumentException when a value can't be read, naming the variable
   */
  public static Map<String, String> resolve(Map<String, String> environment) {
    Map<String, String> resolved = new LinkedHashMap<>(environment);
    used(environment)
        .forEach((name, alias) ->
            resolved.put(
                alias.ours(), alias.translation().apply(environment.getOrDefault(name, ""))));
    if (inUse(environment).containsKey(DATABASE)) {
      resolved.putAll(database(environment.getOrDefault(DATABASE, "")));
    }
    return Map.copyOf(resolved);
  }

  /** The names of theirs that count, each with ours. */
  public static Map<String, String> inUse(Map<String, String> environment) {
    Map<String, String> names = new TreeMap<>();
    used(environment).forEach((name, alias) -> names.put(name, alias.ours()));
    boolean isSet = !environment.getOrDefault(DATABASE, "").isBlank();
    if (isSet && environment.getOrDefault(OUR_DATABASE, "").isBlank()) {
      names.put(DATABASE, OUR_DATABASE);
    }
    return names;
  }

  private static Map<String, Alias> used(Map<String, String> environment) {
    Map<String, Alias> used = new TreeMap<>();
    for (Alias alias : ALIASES) {
      boolean isSet = !environment.getOrDefault(alias.name(), "").isBlank();
      if (isSet && environment.getOrDefault(alias.ours(), "").isBlank()) {
        used.put(alias.name(), alias);
      }
    }
    return used;
  }

  private static String minutes(String name, String value) {
    if (!value.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException(name + " must be a whole number of minutes from 1 to 60");
    }
    return value + "m";
  }

  private static String smtpSecurity(String value) {
    return switch (value) {
      case "true" -> "tls";
      case "false" -> "starttls";
      default -> throw new IllegalArgumentException("SMTP_SECURE must be true or false");
    };
  }

  /** {@code postgresql://user:password@host:port/name?options}, as many libraries write it. */
  private static Map<String, String> database(String text) {
    DatabaseUrl url = parsed(text);
    Map<String, String> settings = new TreeMap<>();
    settings.put(OUR_DATABASE, url.jdbc());
    url.login()
        .ifPresent(login -> {
          boolean isServer = login.user().equals(DatabaseRoles.APP);
          if (!isServer) {
            settings.put("GATEHOUSE_DATABASE_SUPERUSER", login.user());
          }
          settings.put(
              isServer
                  ? "GATEHOUSE_DATABASE_APP_PASSWORD"
                  : "GATEHOUSE_DATABASE_SUPERUSER_PASSWORD",
              login.password().reveal());
        });
    return settings;
  }

  private static DatabaseUrl parsed(String text) {
    try {
      return DatabaseUrl.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(DATABASE + " " + malformed.getMessage(), malformed);
    }
  }
}
