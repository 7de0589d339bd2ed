package dev.gatehouse.server.oauth.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.KeyGenerator;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.crypto.PrivateKeySealer;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.crypto.TrustedAuthorities;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.http.OutboundRules;
import dev.gatehouse.server.oauth.keys.RealmKeys;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RealmFile;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.WorkerTransactions;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a notice that can't even be made. */
@Tag("database")
class LogoutSenderTest {
  private static final String REALM =
      """
      realm: shop
      product_name: Shop
      sign_up: open
      languages: [en]
      tokens: {audiences: ["https://api.shop.example"]}
      mail: {sender_name: Shop, sender_address: no-reply@shop.example}
      roles:
        owner: {description: Everything, owner: true}
      clients:
        spa:
          name: Shop
          type: public
          redirect_uris: ["https://shop.example/callback"]
          backchannel_logout_uri: https://shop.example/logout
          grants: [authorization_code]
          scopes: [openid]
      """;

  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");

  @Test
  void sendDue_aFaultOfOurs_isGivenUpLikeAnyOtherProblem() {
    try (ServerDatabase database = ServerDatabase.create();
        ConnectionPool worker =
            ConnectionPool.open("test-worker", database.access(DatabaseRoles.WORKER), 2)) {
      database.execute(
          """
          INSERT INTO gatehouse.logout_notice
            (tenant_id, session_id, client_id, realm_id, principal_id, next_attempt_at, created_at)
          VALUES (?, gen_random_uuid(), 'spa', 'shop', gen_random_uuid(), now() - interval '9 years', now())
          """,
          database.tenant(database.realm("shop"), "acme").value());
      for (int attempt = 1; attempt <= LogoutSender.WAITS.size() + 1; attempt++) {
        assertThat(rows(database, "given_up_at IS NULL")).isEqualTo(1);
        try (LogoutSender sender = sender(database, worker)) {
          sender.sendDue();
        }
        assertThat(rows(database, "last_error = 'no logout token could be made'")).isEqualTo(1);
        clock.advance(Duration.ofHours(1));
      }
      assertThat(rows(database, "given_up_at IS NOT NULL AND attempts = 6")).isEqualTo(1);
    }
  }

  private static int rows(ServerDatabase database, String where) {
    return database.execute(
        "UPDATE gatehouse.logout_notice SET client_id = client_id WHERE " + where);
  }

  private LogoutSender sender(ServerDatabase database, ConnectionPool worker) {
    CryptoProviders providers = CryptoProviders.jdk();
    Csprng random = new Csprng(providers);
    Envelope envelope = new Envelope(providers, random, MasterKey.generate(random));
    AuditLog audit = new AuditLog(envelope, random);
    Transactions transactions = database.transactions(clock);
    ClientRegistry clients =
        new ClientRegistry(
            RealmCatalog.of(
                List.of(new RealmFile(name -> Optional.empty()).read("shop.yaml", REALM))));
    KeyRing keys =
        new KeyRing(
            transactions,
            new PrivateKeySealer(providers, envelope),
            new KeyGenerator(providers),
            clock,
            new RealmKeys(clients::realm, audit));
    return new LogoutSender(
        new WorkerTransactions(worker.jdbi(), clock),
        new LogoutSender.Recipients(
            clients,
            realm -> {
              throw new IllegalStateException("no site of " + realm);
            },
            new OutboundHttp(
                new OutboundRules(Set.of()), TrustedAuthorities.with(Optional.empty())::context)),
        new LogoutTokens(keys, new TokenSigner(providers), random, clock),
        new LogoutSender.Records(audit, new GroupCommit(transactions)),
        clock);
  }
}
