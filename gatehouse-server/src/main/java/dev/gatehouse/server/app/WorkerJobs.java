package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.TenantErasure;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.login.mailbox.MailRequestWorker;
import dev.gatehouse.server.login.mailbox.MailRequests;
import dev.gatehouse.server.notify.MailSender;
import dev.gatehouse.server.notify.SmtpSettings;
import dev.gatehouse.server.notify.SmtpTransport;
import dev.gatehouse.server.oauth.logout.LogoutSender;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.Expiry;
import dev.gatehouse.server.storage.WorkerTransactions;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the worker role does beside requests: mail and logout notices on their way, and the end of
 * what time has ended.
 */
final class WorkerJobs implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(500);
  private static final Duration LOGOUT_BEAT = Duration.ofMillis(250);
  private static final Duration ERASURE_BEAT = Duration.ofSeconds(5);
  private static final Duration EXPIRY_BEAT = Duration.ofMinutes(10);

  private final ConnectionPool workerPool;
  private final WorkerTransactions transactions;
  private final SigningKeys keys;
  private final MailRequestWorker requests;
  private final MailSender sender;
  private final Expiry expiry;
  private final LogoutSender logout;
  private final TenantErasure erasure;

  WorkerJobs(Foundation on, Features with) throws IOException {
    DatabaseAccess worker =
        new DatabaseAccess(
            on.databaseUrl(),
            DatabaseRoles.WORKER,
            Configuration.password(
                on.config.database().workerPassword(),
                on.config.secretsDir(),
                "database-worker-password"));
    workerPool = ConnectionPool.open("gatehouse-worker", worker, 2);
    transactions = new WorkerTransactions(workerPool.jdbi(), on.clock);
    keys = with.keys;
    erasure =
        new TenantErasure(
            on.transactions, transactions, on.audit, with.accounts.tenants(), on.macs);
    expiry = new Expiry(transactions);
    logout = with.provider.logout.sender(transactions, on.sites::of);
    sender =
        new MailSender(
            transactions,
            new SmtpTransport(smtp(on.config), on.clock),
            on.envelope,
            on.clock,
            RandomGenerator.getDefault()::nextDouble);
    requests =
        new MailRequestWorker(
            with.records,
            with.mailing,
            with.accounts,
            new MailRequests(on.envelope, on.random),
            on.realms::realms,
            on.sites::of);
  }

  private static SmtpSettings smtp(ServerConfig config) throws IOException {
    Optional<Secret> password =
        Configuration.find(config.smtp().password(), config.secretsDir(), "smtp-password");
    Optional<SmtpSettings.Login> login =
        config.smtp().user().flatMap(user -> password.map(it -> new SmtpSettings.Login(user, it)));
    return new SmtpSettings(
        config.smtp().host(),
        config.smtp().port(),
        SmtpSettings.Security.valueOf(config.smtp().security().toUpperCase(Locale.ROOT)),
        login,
        SmtpSettings.TIMEOUT);
  }

  void begin(Housekeeping housekeeping) {
    housekeeping.every(BEAT, "mail requests", requests::answerDue);
    housekeeping.every(BEAT, "outbox", sender::sendDue);
    housekeeping.every(EXPIRY_BEAT, "expiry", expiry::round);
    housekeeping.every(ERASURE_BEAT, "erasure", erasure::round);
    housekeeping.every(LOGOUT_BEAT, "logout notices", logout::sendDue);
    keys.begin(housekeeping, transactions);
    housekeeping.every(EXPIRY_BEAT, "old logout notices", logout::forgetOld);
  }

  /** Erases at once what is due. */
  void erase() {
    erasure.round();
  }

  @Override
  public void close() {
    logout.close();
    workerPool.close();
  }
}
