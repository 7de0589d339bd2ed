package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.oauth.hint.IdTokenHints;
import dev.gatehouse.server.oauth.posted.PostedRequests;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.WorkerTransactions;
import java.time.Clock;
import java.util.function.Function;

/** Signing out over OpenID Connect, put together. */
public final class Logout {
  private final Ground ground;
  private final Cryptography cryptography;

  /** What it stands on. */
  public record Ground(
      Transactions transactions,
      AuditLog audit,
      GroupCommit commits,
      ClientRegistry clients,
      OutboundHttp outbound,
      Clock clock) {}

  /** Keys and random values. */
  public record Cryptography(
      CryptoProviders providers,
      KeyRing keys,
      TokenSigner signer,
      Envelope envelope,
      Csprng random) {}

  public Logout(Ground ground, Cryptography cryptography) {
    this.ground = ground;
    this.cryptography = cryptography;
  }

  /** The endpoint that applications send a browser to. */
  public LogoutEndpoint endpoint(Sessions sessions, SessionGate gate, LogoutPages pages) {
    var hints = new IdTokenHints(cryptography.providers(), cryptography.keys());
    return new LogoutEndpoint(
        new LogoutEndpoint.Requests(
            new LogoutRequests(ground.clients(), hints),
            new PostedRequests(
                ground.transactions(), cryptography.envelope(), cryptography.random())),
        ground.transactions(),
        ground.audit(),
        sessions,
        gate,
        pages);
  }

  /** The job that tells applications of ended sessions. */
  public LogoutSender sender(WorkerTransactions transactions, Function<RealmId, Site> sites) {
    return new LogoutSender(
        transactions,
        new LogoutSender.Recipients(ground.clients(), sites, ground.outbound()),
        new LogoutTokens(
            cryptography.keys(), cryptography.signer(), cryptography.random(), ground.clock()),
        new LogoutSender.Records(ground.audit(), ground.commits()),
        ground.clock());
  }
}
