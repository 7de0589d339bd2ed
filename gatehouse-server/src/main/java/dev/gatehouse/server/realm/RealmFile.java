package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Section.Range;
import dev.gatehouse.server.realm.Section.Span;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the text of a realm file into a {@link Realm}. */
public final class RealmFile {
  private static final Set<String> KEYS =
      Set.of(
          "realm",
          "product_name",
          "issuer",
          "sign_up",
          "languages",
          "tokens",
          "passwords",
          "sessions",
          "mail",
          "branding",
          "permissions",
          "roles",
          "clients");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Z]{2})?");
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>\",;]+@[^@\\s<>\",;]+");
  private static final Map<String, SigningAlgorithm> ACCESS_TOKEN_ALGORITHMS =
      Map.of(
          "ES256", SigningAlgorithm.ES256,
          "EdDSA", SigningAlgorithm.EDDSA,
          "RS256", SigningAlgorithm.RS256);
  private static final Map<String, SigningAlgorithm> ID_TOKEN_ALGORITHMS =
      Map.of("RS256", SigningAlgorithm.RS256);

  private final ClientSections clients;

  public RealmFile(SecretSource secrets) {
    this.clients = new ClientSections(secrets);
  }

  /**
   * Reads a file's text.
   *
   * @param file its name, for errors
   * @throws RealmFileError naming the line and what is allowed there
   */
  public Realm read(String file, String text) {
    Section top = Section.top(file, YamlDocument.read(file, text), KEYS);
    String name = top.text("realm");
    if (!RealmId.isWellFormed(name)) {
      throw top.error("realm", "must be 2 to 32 of a-z, 0-9 and -, and begin with a letter");
    }
    String productName = top.text("product_name");
    List<Permission> permissions = permissions(top);
    return new Realm(
        new RealmId(name),
        productName,
        issuer(top),
        top.choice("sign_up", Map.of("open", Realm.SignUp.OPEN, "closed", Realm.SignUp.CLOSED)),
        tokens(top),
        passwords(top),
        sessions(top),
        mail(top),
        branding(top, productName),
        languages(top),
        permissions,
        roles(top, permissions),
        clients.read(top));
  }

  private static Optional<URI> issuer(Section top) {
    Optional<URI> issuer = top.optionalText("issuer").map(text -> uri(top, text));
    issuer
        .flatMap(Issuer::problem)
        .ifPresent(problem -> {
          throw top.error("issuer", problem);
        });
    return issuer;
  }

  private static URI uri(Section section, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw section.error("issuer", "is not a URL");
    }
  }

  private static TokenProfile tokens(Section top) {
    Section section =
        top.section(
            "tokens",
            Set.of(
                "access_token_alg",
                "id_token_alg",
                "rsa_bits",
                "access_token_lifetime",
                "code_lifetime",
                "refresh_idle",
                "refresh_absolute",
                "audiences"));
    int rsaBits = section.number("rsa_bits", new Range(2048, 2048, 3072));
    if (rsaBits != 2048 && rsaBits != 3072) {
      throw section.error("rsa_bits", "must be 2048 or 3072");
    }
    Duration refreshAbsolute =
        section.duration("refresh_absolute", new Span(days(30), hours(1), days(90)));
    Duration refreshIdle =
        section.duration("refresh_idle", new Span(days(7), minutes(30), days(90)));
    if (refreshIdle.compareTo(refreshAbsolute) > 0) {
      throw section.error("refresh_idle", "must not be longer than refresh_absolute");
    }
    return new TokenProfile(
        section.choice("access_token_alg", ACCESS_TOKEN_ALGORITHMS, SigningAlgorithm.ES256),
        section.choice("id_token_alg", ID_TOKEN_ALGORITHMS, SigningAlgorithm.RS256),
        rsaBits,
        section.duration("access_token_lifetime", new Span(minutes(15), minutes(1), hours(1))),
        section.duration("code_lifetime", new Span(seconds(60), seconds(10), seconds(60))),
        refreshIdle,
        refreshAbsolute,
        section.requiredTexts("audiences"));
  }

  private static PasswordPolicy passwords(Section top) {
    Section section = top.section("passwords", Set.of("min_length", "max_length", "argon2"));
    Section argon2 = section.section("argon2", Set.of("memory_kib", "iterations", "parallelism"));
    Argon2Parameters standard = Argon2Parameters.DEFAULT;
    int memory =
        argon2.number(
            "memory_kib", new Range(standard.memoryKib(), 7168, Argon2Parameters.MOST_MEMORY_KIB));
    int iterations = argon2.number("iterations", new Range(standard.iterations(), 1, 20));
    // OWASP's table: with less memory, more passes; 7 MiB need five, 46 MiB one
    if ((long) memory * iterations < 5L * 7168) {
      throw argon2.error("iterations", "must be at least " + (5 * 7168 + memory - 1) / memory);
    }
    return new PasswordPolicy(
        // NIST SP 800-63B-4 §3.1.1.2: a password that is a single factor has 15 at least
        section.number("min_length", new Range(15, 15, 64)),
        section.number("max_length", new Range(128, 64, 128)),
        new Argon2Parameters(memory, iterations, argon2.number("parallelism", new Range(1, 1, 8))));
  }

  private static SessionRules sessions(Section top) {
    Section section =
        top.section("sessions", Set.of("idle", "absolute", "admin_idle", "admin_absolute"));
    Duration absolute = section.duration("absolute", new Span(hours(24), minutes(5), days(30)));
    Duration idle = section.duration("idle", new Span(hours(1), minutes(1), days(1)));
    Duration adminAbsolute =
        section.duration("admin_absolute", new Span(hours(12), minutes(5), hours(24)));
    Duration adminIdle =
        section.duration("admin_idle", new Span(minutes(15), minutes(1), hours(1)));
    if (idle.compareTo(absolute) > 0) {
      throw section.error("idle", "must not be longer than absolute");
    }
    if (adminIdle.compareTo(adminAbsolute) > 0) {
      throw section.error("admin_idle", "must not be longer than admin_absolute");
    }
    return new SessionRules(idle, absolute, adminIdle, adminAbsolute);
  }

  private static MailRules mail(Section top) {
    Section section =
        top.section(
            "mail",
            Set.of(
                "sender_name",
                "sender_address",
                "verify_ttl",
                "reset_ttl",
                "change_ttl",
                "undo_ttl",
                "resend_per_hour",
                "mails_per_hour"));
    String address = section.text("sender_address");
    if (!ADDRESS.matcher(address).matches()) {
      throw section.error("sender_address", "must be one plain e-mail address");
    }
    return new MailRules(
        section.text("sender_name"),
        address,
        section.duration("verify_ttl", new Span(hours(24), minutes(5), days(7))),
        section.duration("reset_ttl", new Span(minutes(30), minutes(5), minutes(60))),
        section.duration("change_ttl", new Span(hours(24), minutes(5), hours(24))),
        section.duration("undo_ttl", new Span(days(7), hours(24), days(30))),
        section.number("resend_per_hour", new Range(5, 1, 5)),
        section.number("mails_per_hour", new Range(1000, 1, 1_000_000)));
  }

  private static Branding branding(Section top, String productName) {
    Section section = top.section("branding", Set.of("logo", "accent_light", "accent_dark"));
    return new Branding(
        productName,
        section.optionalText("logo"),
        colour(section, "accent_light", "#1f5fbf"),
        colour(section, "accent_dark", "#8ab4f8"));
  }

  private static String colour(Section section, String key, String standard) {
    String colour = section.optionalText(key).orElse(standard).toLowerCase(Locale.ROOT);
    if (!COLOUR.matcher(colour).matches()) {
      throw section.error(key, "must be a colour such as \"#1f5fbf\", in quotes");
    }
    return colour;
  }

  private static List<String> languages(Section top) {
    List<String> languages = top.requiredTexts("languages");
    if (!languages.stream().allMatch(tag -> LANGUAGE.matcher(tag).matches())) {
      throw top.error("languages", "must be tags such as en or de");
    }
    return languages;
  }

  private static List<Permission> permissions(Section top) {
    List<Permission> permissions = new ArrayList<>();
    top.namedTexts("permissions")
        .forEach(
            (name, text) -> permissions.add(new Permission(named(top, "permissions", name), text)));
    return permissions;
  }

  private static List<Role> roles(Section top, List<Permission> permissions) {
    Map<String, String> catalogue = new TreeMap<>();
    permissions.forEach(permission -> catalogue.put(permission.name(), permission.name()));
    List<Role> roles = new ArrayList<>();
    top.named("roles", Set.of("description", "owner", "permissions"))
        .forEach((name, section) ->
            roles.add(
                new Role(
                    named(top, "roles", name),
                    section.text("description"),
                    section.flag("owner", false),
                    Set.copyOf(section.choices("permissions", catalogue)))));
    if (roles.stream().filter(Role::owner).count() != 1) {
      throw top.error("roles", "must have exactly one role with owner: true");
    }
    return roles;
  }

  private static String named(Section top, String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw top.error(key, "has the name \"" + name + "\"; use a-z, 0-9, \".\", \"_\" and -");
    }
    return name;
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
