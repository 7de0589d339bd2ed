package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.BcryptParameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.Section.Range;
import dev.gatehouse.server.realm.Section.Span;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
          "tenants",
          "branding",
          "permissions",
          "roles",
          "scopes",
          "apis",
          "clients",
          "service_accounts",
          "registration",
          "userinfo",
          ManagementSection.KEY);
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
  private static final Pattern LOGO = Pattern.compile("[a-z0-9][a-z0-9-]*\\.svg");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Z]{2})?");
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>\",;]+@[^@\\s<>\",;]+");

  private final TokenSection tokens;
  private final ClientSections clients;

  private final Map<String, String> lifetimes;

  public RealmFile(SecretSource secrets) {
    this(secrets, Map.of());
  }

  /**
   * A reader.
   *
   * @param lifetimes lives of access tokens that count instead of the file's, by the realm's name
   */
  public RealmFile(SecretSource secrets, Map<String, String> lifetimes) {
    this.lifetimes = Map.copyOf(lifetimes);
    SecretReferences references = new SecretReferences(secrets);
    this.tokens = new TokenSection(references);
    this.clients = new ClientSections(references);
  }

  /**
   * Reads a file's text.
   *
   * @param file its name, for errors
   * @throws RealmFileError naming the line and what is allowed there
   */
  public Realm read(String file, String text) {
    return read(Section.top(file, YamlDocument.read(file, text), KEYS));
  }

  /** Notes what a file may hold, as far as reading this one shows it. */
  void describe(String file, String text, Shape shape) {
    Realm _ = read(Section.top(file, YamlDocument.read(file, text), KEYS, shape));
  }

  private Realm read(Section top) {
    RealmId id = name(top);
    String productName = top.text("product_name");
    TokenProfile profile = tokens.read(top);
    AccessSections access = new AccessSections(top);
    List<Permission> permissions = access.permissions();
    List<Role> roles = access.roles(permissions, profile);
    List<Scope> scopes = access.scopes();
    Management management = ManagementSection.read(top, permissions);
    List<Api> apis = access.apis(scopes, management);
    List<Client> applications =
        clients.read(top, new ClientSections.Surroundings(id, profile, scopes, apis));
    MachineSections machines = new MachineSections(top);
    machines.checkIntrospectors(
        apis, client -> applications.stream().anyMatch(known -> known.id().equals(client)));
    return new Realm(
        id,
        productName,
        issuer(top, id),
        top.choice("sign_up", Map.of("open", Realm.SignUp.OPEN, "closed", Realm.SignUp.CLOSED)),
        configured(id, profile),
        passwords(top),
        sessions(top),
        mail(top),
        tenants(top),
        branding(top, productName),
        languages(top),
        permissions,
        roles,
        scopes,
        apis,
        applications,
        machines.accounts(applications, roles),
        machines.registration(scopes, apis),
        UserInfoSection.read(top),
        management);
  }

  /** The realm that a file declares; nothing else of it is looked at. */
  static RealmId nameIn(String file, String text) {
    return name(Section.top(file, YamlDocument.read(file, text), KEYS));
  }

  private static RealmId name(Section top) {
    String name = top.text("realm");
    if (!RealmId.isWellFormed(name)) {
      throw top.error("realm", "must be 2 to 32 of a-z, 0-9 and -, and begin with a letter");
    }
    return new RealmId(name);
  }

  private TokenProfile configured(RealmId realm, TokenProfile profile) {
    String lifetime = lifetimes.get(realm.value());
    return lifetime == null
        ? profile
        : profile.withAccessTokenLifetime(
            TokenSection.lifetime(lifetime)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "the configured life of access tokens of the realm "
                            + realm
                            + " must be 1m to 1h")));
  }

  private static Optional<URI> issuer(Section top, RealmId realm) {
    Optional<URI> issuer = top.optionalText("issuer").map(text -> uri(top, text));
    issuer
        .flatMap(uri -> IssuerRules.problem(uri, realm))
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

  private static PasswordPolicy passwords(Section top) {
    Section section =
        top.section("passwords", Set.of("min_length", "max_length", "hash", "argon2", "bcrypt"));
    boolean bcrypt = section.choice("hash", Map.of("argon2", false, "bcrypt", true), false);
    String other = bcrypt ? "argon2" : "bcrypt";
    if (section.has(other)) {
      throw section.error(other, "can't be set: hash is " + (bcrypt ? "bcrypt" : "argon2"));
    }
    // bcrypt ignores what follows 72 bytes
    Range longest =
        bcrypt ? new Range(72, 64, BcryptParameters.MOST_BYTES) : new Range(128, 64, 128);
    return new PasswordPolicy(
        // NIST SP 800-63B-4 §3.1.1.2: a password that is a single factor has 15 at least
        section.number("min_length", new Range(15, 15, 64)),
        section.number("max_length", longest),
        bcrypt ? bcrypt(section) : argon2(section));
  }

  private static BcryptParameters bcrypt(Section passwords) {
    Section section = passwords.section("bcrypt", Set.of("cost"));
    return new BcryptParameters(section.number("cost", new Range(12, 12, 16)));
  }

  private static Argon2Parameters argon2(Section passwords) {
    Section section =
        passwords.section("argon2", Set.of("memory_kib", "iterations", "parallelism"));
    Argon2Parameters standard = Argon2Parameters.DEFAULT;
    int memory =
        section.number(
            "memory_kib", new Range(standard.memoryKib(), 7168, Argon2Parameters.MOST_MEMORY_KIB));
    int iterations = section.number("iterations", new Range(standard.iterations(), 1, 20));
    // OWASP's table: with less memory, more passes; 7 MiB need five, 46 MiB one
    if ((long) memory * iterations < 5L * 7168) {
      throw section.error("iterations", "must be at least " + (5 * 7168 + memory - 1) / memory);
    }
    return new Argon2Parameters(
        memory, iterations, section.number("parallelism", new Range(1, 1, 8)));
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
                "invite_ttl",
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
        section.duration("invite_ttl", new Span(days(7), hours(1), days(30))),
        section.number("resend_per_hour", new Range(5, 1, 5)),
        section.number("mails_per_hour", new Range(1000, 1, 1_000_000)));
  }

  private static TenantRules tenants(Section top) {
    Section section = top.section("tenants", Set.of("delete_grace"));
    return new TenantRules(
        section.duration("delete_grace", new Span(days(30), hours(1), days(365))));
  }

  private static Branding branding(Section top, String productName) {
    Section section = top.section("branding", Set.of("logo", "accent_light", "accent_dark"));
    return new Branding(
        productName,
        logo(section),
        colour(section, "accent_light", "#1f5fbf"),
        colour(section, "accent_dark", "#8ab4f8"));
  }

  private static Optional<String> logo(Section section) {
    Optional<String> logo = section.optionalText("logo");
    if (!logo.stream().allMatch(name -> LOGO.matcher(name).matches())) {
      throw section.error("logo", "must be the name of a picture such as shop.svg");
    }
    return logo;
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
