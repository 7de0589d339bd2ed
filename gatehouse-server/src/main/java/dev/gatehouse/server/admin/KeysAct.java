package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.KeyAdministration.Finding;
import dev.gatehouse.server.admin.KeyAdministration.RealmKey;
import dev.gatehouse.server.admin.KeyAdministration.Rehearsed;
import dev.gatehouse.server.admin.KeyAdministration.Rotated;
import dev.gatehouse.server.admin.KeyAdministration.Selection;
import dev.gatehouse.server.crypto.KeyLife;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.PublishedKey;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.http.AdminSocket.Result;
import dev.gatehouse.server.kernel.RealmId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code POST /keys/…}: list, rotate, revoke (with {@code /plan} before it), rehearse. */
public final class KeysAct {
  private final KeyAdministration keys;
  private final Clock clock;

  public KeysAct(KeyAdministration keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Every key, and what comes next. */
  public Result list(String body) {
    return Answers.to(
        body,
        request ->
            Answers.ok(
                Map.of(
                    "keys", keys.keys(selection(request)).stream().map(this::described).toList())));
  }

  /** Has the next keys sign now. */
  public Result rotate(String body) {
    return Answers.to(
        body,
        request ->
            Answers.ok(
                Map.of(
                    "rotated",
                    keys.rotate(selection(request), Answers.by(request)).stream()
                        .map(this::described)
                        .toList())));
  }

  /** What a revocation would end; nothing ends. */
  public Result revocation(String body) {
    return Answers.to(
        body,
        request -> {
          Optional<RealmKey> key = keys.find(kid(request));
          return key.isEmpty() ? unknown() : Answers.ok(dying(key.get()));
        });
  }

  /** Ends it. */
  public Result revoke(String body) {
    return Answers.to(
        body,
        request -> {
          Optional<RealmKey> key = keys.find(kid(request));
          Optional<KeyLife.Revoked> done =
              key.isEmpty() ? Optional.empty() : keys.revoke(key.get(), Answers.by(request));
          if (key.isEmpty() || done.isEmpty()) {
            return unknown();
          }
          Map<String, Object> answer = dying(key.get());
          done.get().successor().ifPresent(kid -> answer.put("successor", kid));
          return Answers.ok(answer);
        });
  }

  /** Whether a rotation would be safe. */
  public Result rehearse(String body) {
    return Answers.to(
        body,
        request -> {
          Rehearsed done = keys.rehearse(selection(request), Answers.by(request));
          return Answers.ok(
              Map.of(
                  "rings",
                  done.rings(),
                  "safe",
                  done.isSafe(),
                  "servers",
                  done.findings().stream().map(KeysAct::described).toList()));
        });
  }

  private static Result unknown() {
    return Answers.error(404, "not_found", "there is no such key that is not revoked already");
  }

  private static String kid(JsonNode request) {
    return request.path("kid").asString("");
  }

  private static Selection selection(JsonNode request) {
    return new Selection(
        text(request, "realm").map(KeysAct::realm),
        text(request, "use").map(KeysAct::use),
        text(request, "alg").map(KeysAct::algorithm));
  }

  private static Optional<String> text(JsonNode request, String name) {
    return Optional.of(request.path(name).asString("")).filter(text -> !text.isEmpty());
  }

  private static RealmId realm(String name) {
    if (!RealmId.isWellFormed(name)) {
      throw new IllegalArgumentException("there is no realm \"" + name + "\"");
    }
    return new RealmId(name);
  }

  private static KeyUse use(String name) {
    for (KeyUse use : KeyUse.values()) {
      if (word(use).equals(name)) {
        return use;
      }
    }
    throw new IllegalArgumentException("a key's use is access_token or id_token");
  }

  private static SigningAlgorithm algorithm(String name) {
    return SigningAlgorithm.ofJoseName(name)
        .orElseThrow(
            () -> new IllegalArgumentException("a key's algorithm is RS256, ES256 or EdDSA"));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> described(RealmKey of) {
    Map<String, Object> key = identified(of);
    PublishedKey it = of.key();
    key.put("created_at", it.times().created().toString());
    key.put("age_seconds", since(it.times().created()));
    it.times().activated().ifPresent(at -> key.put("signing_seconds", since(at)));
    key.put("next_step", of.nextStep());
    return key;
  }

  private static Map<String, Object> identified(RealmKey of) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("realm", of.realm().value());
    key.put("use", word(of.key().use()));
    key.put("alg", of.key().key().algorithm().joseName());
    key.put("kid", of.key().kid());
    key.put("state", word(of.key().state()));
    return key;
  }

  private long since(Instant time) {
    return Duration.between(time, clock.instant()).toSeconds();
  }

  private Map<String, Object> described(Rotated done) {
    Map<String, Object> rotated = new LinkedHashMap<>();
    rotated.put("realm", done.ring().realm().value());
    rotated.put("use", word(done.ring().ring().use()));
    rotated.put("alg", done.ring().ring().algorithm().joseName());
    rotated.put("retiring", done.rotation().retired().kid());
    rotated.put("active", done.rotation().active().kid());
    rotated.put("published_seconds", since(done.rotation().active().times().created()));
    return rotated;
  }

  private static Map<String, Object> dying(RealmKey of) {
    Map<String, Object> answer = identified(of);
    answer.put("dies", dies(of.key()));
    return answer;
  }

  /** What dies with a key, for whoever is about to revoke it. */
  private static String dies(PublishedKey key) {
    String what =
        switch (key.use()) {
          case ACCESS_TOKEN -> "access tokens; applications get new ones with their refresh tokens";
          case ID_TOKEN ->
              "ID tokens and signed answers; a sign-out that names such an ID token is refused";
        };
    String since = key.times().activated().map(at -> " since " + at).orElse("");
    return switch (key.state()) {
      case NEXT -> "nothing: it has signed nothing";
      case ACTIVE -> "everything it signed" + since + ", and another key signs at once: " + what;
      case RETIRING -> "what it signed" + since + " and has not expired: " + what;
      case REVOKED -> "nothing: it is revoked";
    };
  }

  private static Map<String, Object> described(Finding finding) {
    return Map.of("server", finding.server(), "problem", finding.problem());
  }
}
