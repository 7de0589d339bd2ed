package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.FakeClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What expiry deletes, what it leaves, and how much at once. */
@Tag("database")
class ExpiryTest {
  private static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");
  private static final List<String> TABLES =
      List.of(
          "journey",
          "pushed_request",
          "posted_request",
          "spent_value",
          "mail_request",
          "mail_budget",
          "sign_in_counter",
          "link",
          "mail",
          "authorization_code",
          "kept_answer");

  private final ServerDatabase database = ServerDatabase.create();
  private final FakeClock clock = FakeClock.at(NOW);
  private final ConnectionPool pool =
      ConnectionPool.open("expiry", database.access(DatabaseRoles.WORKER), 2);
  private final Expiry expiry = new Expiry(new WorkerTransactions(pool.jdbi(), clock));
  private final RealmId realm = database.realm("expiring");
  private final TenantId one = database.tenant(realm, "one");
  private final TenantId other = database.tenant(realm, "other");
  private final UUID person = UUID.randomUUID();
  private final UUID session = UUID.randomUUID();

  @BeforeEach
  void fill() {
    execute(
        """
        INSERT INTO gatehouse.principal
          (tenant_id, principal_id, kind, status, name, locale, roles, created_at)
        VALUES (?, ?, 'person', 'active', 'One', 'en', '{}', now())
        """,
        one.value(),
        person);
    execute(
        """
        INSERT INTO gatehouse.session (tenant_id, session_id, realm_id, principal_id, digest, amr, acr, mfa,
          auth_time, created_at, seen_at, idle_expires_at, expires_at, ip, user_agent, device, risk, rs)
        SELECT ?, ?, 'expiring', ?, '', '{}', '', false, t, t, t, t, t, '', '', '', 'low', 0
        FROM (VALUES (?::timestamptz)) AS old (t)
        """,
        one.value(),
        session,
        person,
        ago(Duration.ofDays(900)));
    for (TenantId tenant : List.of(one, other)) {
      for (Duration age :
          List.of(Duration.ofDays(-1), Duration.ofMinutes(5), Duration.ofDays(31))) {
        addEverywhere(tenant, ago(age));
      }
    }
    keepAnswers();
  }

  private void addRequests(Timestamp at) {
    for (String values :
        List.of(
            "journey VALUES (?, gen_random_uuid(), '', 's', '', ?, ?)",
            "pushed_request VALUES (?, gen_random_uuid(), '', 'web', '', ?, ?)",
            "posted_request VALUES (?, gen_random_uuid(), '', '', ?, ?)")) {
      execute("INSERT INTO gatehouse." + values, realm.value(), at, at);
    }
  }

  private void addEverywhere(TenantId tenant, Timestamp at) {
    addRequests(at);
    execute(
        "INSERT INTO gatehouse.spent_value VALUES (?, 'proof', uuid_send(gen_random_uuid()), ?)",
        realm.value(),
        at);
    execute(
        "INSERT INTO gatehouse.mail_request VALUES (?, gen_random_uuid(), 'verification', '', ?)",
        realm.value(),
        at);
    execute(
        "INSERT INTO gatehouse.mail_budget VALUES (?, uuid_send(gen_random_uuid()), ?, 1)",
        realm.value(),
        at);
    execute(
        "INSERT INTO gatehouse.sign_in_counter VALUES (?, uuid_send(gen_random_uuid()), 3, ?)",
        realm.value(),
        at);
    execute(
        """
        INSERT INTO gatehouse.link (tenant_id, link_id, kind, digest, created_at, expires_at)
        VALUES (?, gen_random_uuid(), 'verify', '', ?, ?)
        """,
        tenant.value(),
        at,
        at);
    execute(
        """
        INSERT INTO gatehouse.mail
          (tenant_id, mail_id, realm_id, kind, next_attempt_at, created_at, expires_at, sent_at)
        VALUES (?, gen_random_uuid(), 'expiring', 'verify', ?, ?, ?, ?)
        """,
        tenant.value(),
        at,
        at,
        at,
        at);
    if (tenant.equals(one)) {
      code(at, UUID.randomUUID());
    }
  }

  private void keepAnswers() {
    for (Duration age : List.of(Duration.ofDays(-1), Duration.ofMinutes(5), Duration.ofDays(31))) {
      keptAnswer(ago(age));
    }
  }

  private void keptAnswer(Timestamp expires) {
    execute(
        "INSERT INTO gatehouse.kept_answer VALUES (?, ?, uuid_send(gen_random_uuid()), '', '', ?)",
        one.value(),
        person,
        expires);
  }

  private void code(Timestamp expires, UUID family) {
    execute(
        """
        INSERT INTO gatehouse.authorization_code (tenant_id, code_id, digest, client_id, principal_id, session_id,
          redirect_uri, scopes, rs, created_at, expires_at, family_id)
        VALUES (?, gen_random_uuid(), '', 'web', ?, ?, '', '{}', 0, ?, ?, ?)
        """,
        one.value(),
        person,
        session,
        expires,
        expires,
        family);
  }

  private UUID family(Timestamp expires) {
    UUID family = UUID.randomUUID();
    execute(
        """
        INSERT INTO gatehouse.token_family (tenant_id, family_id, realm_id, client_id, principal_id, session_id,
          offline, scopes, rs, rotated_at, created_at, idle_expires_at, expires_at, ip, user_agent)
        VALUES (?, ?, 'expiring', 'web', ?, ?, true, '{}', 0, ?, ?, ?, ?, '', '')
        """,
        one.value(),
        family,
        person,
        session,
        expires,
        expires,
        expires,
        expires);
    return family;
  }

  @AfterEach
  void close() {
    pool.close();
    database.close();
  }

  @Test
  void round_deletesWhatTimeEndedLongAgo_inEveryTenant() {
    expiry.round();
    for (String table : TABLES) {
      int tenants = Set.of("authorization_code", "kept_answer").contains(table) ? 1 : 2;
      // an answer that is kept for a repetition goes at once
      long living = table.equals("kept_answer") ? 1 : 2;
      assertThat(count(table)).as(table).isEqualTo(living * tenants);
    }
    assertThat(count("session")).isEqualTo(1);
    clock.advance(Duration.ofDays(40));
    expiry.round();
    for (String table : TABLES) {
      assertThat(count(table)).as(table).isZero();
    }
    assertThat(count("session")).isEqualTo(1);
  }

  @Test
  void round_codeWhoseTokensLive_staysForItsReplay() {
    expiry.round();
    long before = count("authorization_code");
    UUID living = family(ago(Duration.ofDays(-20)));
    code(ago(Duration.ofDays(9)), living);
    UUID ended = family(ago(Duration.ofDays(2)));
    code(ago(Duration.ofDays(9)), ended);
    expiry.round();
    assertThat(count("authorization_code")).isEqualTo(before + 1);
    assertThat(count("token_family")).isEqualTo(2);
    clock.advance(Duration.ofDays(22));
    expiry.round();
    assertThat(count("authorization_code")).isZero();
    assertThat(count("token_family")).isEqualTo(2);
  }

  @Test
  void round_mailStillWaiting_stays() {
    execute("UPDATE gatehouse.mail SET sent_at = NULL");
    expiry.round();
    assertThat(count("mail")).isEqualTo(6);
  }

  @Test
  void round_isBounded() {
    int rows = Expiry.BATCH * 20 + 7;
    execute(
        """
        INSERT INTO gatehouse.journey
        SELECT 'expiring', gen_random_uuid(), '', 's', '', ?::timestamptz, ?::timestamptz
        FROM generate_series(1, ?)
        """,
        ago(Duration.ofDays(3)),
        ago(Duration.ofDays(3)),
        rows - 2);
    long before = count("journey");
    expiry.round();
    assertThat(before - count("journey")).isEqualTo(Expiry.BATCH * 20L);
    expiry.round();
    assertThat(count("journey")).isEqualTo(4);
  }

  private static Timestamp ago(Duration age) {
    return Timestamp.from(NOW.minus(age));
  }

  private void execute(String sql, Object... values) {
    database.execute(sql, values);
  }

  private long count(String table) {
    try (Connection connection = database.superuser();
        PreparedStatement query =
            connection.prepareStatement("SELECT count(*) FROM gatehouse." + table);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
