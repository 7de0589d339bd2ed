package dev.gatehouse.server.app;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.KeyGenerator;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.PrivateKeySealer;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.crypto.SigningKey;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.oauth.ConsentPage;
import dev.gatehouse.server.oauth.OfflineSessions;
import dev.gatehouse.server.oauth.OpenIdProvider;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.TokenProfile;
import dev.gatehouse.server.storage.RealmTx;
import java.util.function.Function;

/** The endpoints of OAuth 2 and OpenID Connect. */
final class ProviderEndpoints {
  final ClientRegistry clients;
  final KeyRing keys;
  final OfflineSessions offlineSessions;
  final Handler metadata;
  final Handler jwks;
  final Handler authorize;
  final Handler resume;
  final Handler consent;
  final Handler token;
  final Handler userInfo;

  ProviderEndpoints(Foundation on, Features with) {
    clients = new ClientRegistry(on.realms);
    keys =
        new KeyRing(
            on.transactions,
            new PrivateKeySealer(on.providers, on.envelope),
            new KeyGenerator(on.providers),
            on.clock,
            new RealmKeys(on.realm(), on.audit));
    OpenIdProvider provider =
        new OpenIdProvider(
            new OpenIdProvider.Ground(on.transactions, on.audit, on.commits, clients, on.clock),
            new OpenIdProvider.Cryptography(
                on.providers, keys, new TokenSigner(on.providers), on.macs, on.random),
            new OpenIdProvider.People(with.gate, with.journeys, with.revocations));
    ConsentPage consentPage = new ConsentPage(on.renderer, on.frames, on.csrf);
    offlineSessions = provider.offlineSessions();
    metadata = provider.metadata();
    jwks = provider.jwks();
    authorize = provider.authorize(consentPage);
    resume = provider.resume(consentPage);
    consent = with.gate.protect(provider.consent());
    token = provider.token();
    userInfo = provider.userInfo();
  }

  /** Keys as the realm's token profile wants them, each leaving a record when it is made. */
  private record RealmKeys(Function<RealmId, Realm> realms, AuditLog audit)
      implements KeyRing.Policy {
    @Override
    public KeyGenerator.Specification wanted(RealmId realm, KeyUse use) {
      TokenProfile tokens = realms.apply(realm).tokens();
      SigningAlgorithm algorithm =
          switch (use) {
            case ID_TOKEN -> tokens.idTokenAlgorithm();
            case ACCESS_TOKEN -> tokens.accessTokenAlgorithm();
          };
      return new KeyGenerator.Specification(algorithm, use, tokens.rsaBits());
    }

    @Override
    public void created(RealmTx tx, SigningKey key) {
      audit
          .attempt(EventType.KEY_CREATED, Origin.SERVER)
          .on("signing_key", key.kid())
          .succeeded(tx);
    }
  }
}
