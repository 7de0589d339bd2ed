package dev.gatehouse.server.oauth;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.KeyGenerator;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.SigningKey;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.AccessTokenSigning;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.TokenProfile;
import dev.gatehouse.server.storage.RealmTx;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The keys a realm's file asks for, and the record each leaves when it is made. */
public final class RealmKeys implements KeyRing.Policy {
  private final Function<RealmId, Realm> realms;
  private final AuditLog audit;

  public RealmKeys(Function<RealmId, Realm> realms, AuditLog audit) {
    this.realms = realms;
    this.audit = audit;
  }

  @Override
  public KeyGenerator.Specification wanted(RealmId realm, KeyUse use) {
    TokenProfile profile = realms.apply(realm).tokens();
    return switch (use) {
      case ID_TOKEN ->
          new KeyGenerator.Specification(profile.idTokenAlgorithm(), use, profile.rsaBits());
      case ACCESS_TOKEN ->
          new KeyGenerator.Specification(profile.accessTokenAlgorithm(), use, profile.rsaBits());
    };
  }

  @Override
  public Set<KeyUse> uses(RealmId realm) {
    return switch (realms.apply(realm).tokens().accessTokenSigning()) {
      case AccessTokenSigning.KeyPair _ -> EnumSet.allOf(KeyUse.class);
      case AccessTokenSigning.SharedSecret _ -> EnumSet.of(KeyUse.ID_TOKEN);
    };
  }

  @Override
  public void created(RealmTx tx, SigningKey key) {
    audit
        .attempt(EventType.KEY_CREATED, Origin.SERVER)
        .on("signing_key", key.kid())
        .detail("use", key.use().name().toLowerCase(Locale.ROOT))
        .detail("alg", key.algorithm().joseName())
        .succeeded(tx);
  }
}
