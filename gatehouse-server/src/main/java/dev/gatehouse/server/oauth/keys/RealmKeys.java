package dev.gatehouse.server.oauth.keys;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.KeyChange;
import dev.gatehouse.server.crypto.KeyPolicy;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.AccessTokenSigning;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.TokenProfile;
import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The keys a realm's file asks for, and the record each leaves when it changes. */
public final class RealmKeys implements KeyPolicy {
  private final Function<RealmId, Realm> realms;
  private final AuditLog audit;

  public RealmKeys(Function<RealmId, Realm> realms, AuditLog audit) {
    this.realms = realms;
    this.audit = audit;
  }

  @Override
  public Ring ordinary(RealmId realm, KeyUse use) {
    TokenProfile profile = realms.apply(realm).tokens();
    return switch (use) {
      case ID_TOKEN -> new Ring(use, profile.idTokenAlgorithm());
      case ACCESS_TOKEN -> new Ring(use, profile.accessTokenAlgorithm());
    };
  }

  @Override
  public Set<Ring> rings(RealmId id) {
    Realm realm = realms.apply(id);
    Set<Ring> rings = new LinkedHashSet<>();
    AnswerAlgorithms.of(realm)
        .forEach(algorithm -> rings.add(new Ring(KeyUse.ID_TOKEN, algorithm)));
    switch (realm.tokens().accessTokenSigning()) {
      case AccessTokenSigning.KeyPair(var algorithm) ->
          rings.add(new Ring(KeyUse.ACCESS_TOKEN, algorithm));
      case AccessTokenSigning.SharedSecret _ -> {
        // its secret stands in the configuration and rotates there
      }
    }
    return rings;
  }

  @Override
  public int rsaBits(RealmId realm) {
    return realms.apply(realm).tokens().rsaBits();
  }

  @Override
  public Duration rotation(RealmId realm) {
    return realms.apply(realm).tokens().keyRotation();
  }

  @Override
  public Duration remembered(RealmId id, KeyUse use) {
    Realm realm = realms.apply(id);
    return switch (use) {
      case ACCESS_TOKEN -> TokenProfile.LONGEST_ACCESS_TOKEN;
      // expired ones still say who signs out, as long as the session behind them can be there
      case ID_TOKEN ->
          longest(
              TokenProfile.LONGEST_ACCESS_TOKEN,
              realm.tokens().refreshAbsolute(),
              realm.sessions().absolute(),
              realm.sessions().adminAbsolute());
    };
  }

  private static Duration longest(Duration first, Duration... others) {
    Duration longest = first;
    for (Duration other : others) {
      longest = longest.compareTo(other) < 0 ? other : longest;
    }
    return longest;
  }

  @Override
  public void record(RealmTx tx, KeyChange change) {
    Attempt attempt =
        audit
            .attempt(event(change), Origin.SERVER)
            .on("signing_key", change.kid())
            .detail("use", change.ring().use().name().toLowerCase(Locale.ROOT))
            .detail("alg", change.ring().algorithm().joseName())
            .detail("by", change.by());
    change
        .other()
        .ifPresent(kid ->
            attempt.detail(
                change.step() == KeyChange.Step.ROTATED ? "instead_of" : "successor", kid));
    attempt.succeeded(tx);
  }

  private static EventType event(KeyChange change) {
    return switch (change.step()) {
      case CREATED -> EventType.KEY_CREATED;
      case ROTATED -> EventType.KEY_ROTATED;
      case RETIRED -> EventType.KEY_RETIRED;
      case REVOKED -> EventType.KEY_REVOKED;
    };
  }
}
