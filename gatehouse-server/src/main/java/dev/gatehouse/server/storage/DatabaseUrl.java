package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where PostgreSQL is, as people write it: JDBC's {@code jdbc:postgresql://host:port/database} or
 * libpq's {@code postgres://user:password@host:port/database}. Several hosts, parted by commas, are
 * a primary and its standbys.
 *
 * @param jdbc for the driver, without user and password
 * @param database its name
 * @param login who signs in; only libpq's form can say it
 */
public record DatabaseUrl(String jdbc, String database, Optional<Login> login) {
  private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<jdbc>jdbc:)?postgres(?:ql)?://(?:(?<login>[^@/?#]*)@)?(?<hosts>"
              + HOST
              + "(?:,"
              + HOST
              + ")*)/(?<database>[A-Za-z0-9_-]+)(?<query>\\?[A-Za-z0-9_.=&,%:/+-]*)?");

  /** What would let the address say as whom, past the role we sign in as. */
  private static final Set<String> NOT_IN_QUERY = Set.of("user", "password", "options");

  /** A user of the database and the password. */
  public record Login(String user, Secret password) {}

  /**
   * Reads either form.
   *
   * @throws IllegalArgumentException in words that repeat nothing of the text: it may hold a
   *     password
   */
  public static DatabaseUrl parse(String text) {
    Matcher url = FORM.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "must read jdbc:postgresql://host:port/database or"
              + " postgres://user:password@host:port/database");
    }
    String login = url.group("login");
    if (login != null && url.group("jdbc") != null) {
      throw new IllegalArgumentException(
          "can't hold user and password in JDBC's form; write"
              + " postgres://user:password@host:port/database");
    }
    String query = url.group("query") == null ? "" : url.group("query");
    Arrays.stream(query.replaceFirst("^\\?", "").split("&", -1))
        .map(parameter -> parameter.split("=", 2)[0].toLowerCase(Locale.ROOT))
        .filter(NOT_IN_QUERY::contains)
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("can't say '" + name + "' behind the question mark");
        });
    return new DatabaseUrl(
        "jdbc:postgresql://" + url.group("hosts") + "/" + url.group("database") + query,
        url.group("database"),
        Optional.ofNullable(login).map(DatabaseUrl::login));
  }

  /** The same server, another database. */
  public String beside(String other) {
    int slash = jdbc.indexOf('/', "jdbc:postgresql://".length());
    return jdbc.substring(0, slash + 1) + other + jdbc.substring(slash + 1 + database.length());
  }

  private static Login login(String text) {
    String[] parts = text.split(":", 2);
    return new Login(decoded(parts[0]), Secret.of(parts.length == 2 ? decoded(parts[1]) : ""));
  }

  /** Escapes of a URL; a plus stands for itself there. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
