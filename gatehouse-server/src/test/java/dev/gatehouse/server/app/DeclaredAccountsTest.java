package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.admin.ApplyRequest;
import dev.gatehouse.server.admin.RealmApplication;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.ServiceAccountStore;
import dev.gatehouse.server.principal.ServiceAccounts;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.tenant.TenantStore;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles that a realm's file gave a client end with their declaration, whatever restarts. */
@Tag("database")
class DeclaredAccountsTest {
  private static final RealmId MONITRAX = new RealmId("monitrax");
  private static final ClientId MACHINE = new ClientId("monitrax-machine");
  private static final RunningServer SERVER = RunningServer.start();

  @BeforeAll
  static void nobodyElseBringsAccountsForward() {
    SERVER.stopServer();
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void bringForward_declarationTakenOutBeforeARestart_takesTheRolesAndEndsTheTokens()
      throws Exception {
    String shipped = Files.readString(ShippedRealms.FOLDER.resolve("monitrax.yaml"));
    TenantId tenant;
    try (Foundation first = started()) {
      tenant = tenant(first);
      apply(
          first,
          shipped
              + """

              service_accounts:
                statements:
                  description: Makes the yearly statement
                  client: monitrax-machine
                  tenant: %s
                  roles: [viewer]
              """
                  .formatted(tenant));
      first.declaredAccounts().bringForward();
      assertThat(roles(tenant)).isEqualTo("viewer");
    }
    try (Foundation second = started()) {
      apply(second, shipped);
      assertThat(roles(tenant)).isEqualTo("viewer");
    }
    try (Foundation third = started()) {
      third.declaredAccounts().bringForward();
      assertThat(roles(tenant)).isEmpty();
      assertThat(revocations(tenant)).isEqualTo(1);
      third.declaredAccounts().bringForward();
      assertThat(revocations(tenant)).isEqualTo(1);
    }
  }

  @Test
  void bringForward_rolesThatNoFileGave_stay() throws Exception {
    try (Foundation on = started()) {
      TenantId tenant = tenant(on);
      on.serviceAccounts().ensure(MONITRAX, tenant, MACHINE, "machine", List.of("viewer"));
      on.declaredAccounts().bringForward();
      assertThat(roles(tenant)).isEqualTo("viewer");
    }
  }

  @Test
  void ensure_tokensThatCanNotBeEnded_leavesTheRoles() throws Exception {
    try (Foundation on = started()) {
      TenantId tenant = tenant(on);
      on.serviceAccounts().ensure(MONITRAX, tenant, MACHINE, "machine", List.of("viewer"));
      ServiceAccounts broken =
          new ServiceAccounts(
              on.transactions,
              on.audit,
              ServiceAccountStore.ofDatabase(),
              on.random,
              (_, account) -> {
                throw new IllegalStateException("lost " + account);
              });
      assertThatThrownBy(() -> broken.withdraw(MONITRAX, tenant, MACHINE))
          .hasMessageStartingWith("lost");
      assertThat(roles(tenant)).isEqualTo("viewer");
    }
  }

  private static Foundation started() throws IOException, Refusal {
    Foundation foundation =
        new Foundation(Configuration.of(SERVER.properties()), SERVER.clock(), Map.of());
    foundation.prepareDatabase();
    return foundation;
  }

  private static TenantId tenant(Foundation on) throws Refusal {
    TenantId tenant = new TenantId(UUID.randomUUID());
    on.transactions.inTenant(
        MONITRAX,
        tenant,
        Attempted.NOTHING,
        tx -> TenantStore.ofDatabase(on.random).create(tx, "Tenant " + tenant));
    return tenant;
  }

  private static void apply(Foundation on, String text) throws Refusal {
    RealmApplication application = on.application();
    application.apply(
        application.plan(
            new ApplyRequest(
                List.of(new ApplyRequest.File("monitrax.yaml", text)), Set.of(), "ada")),
        "ada");
  }

  private static String roles(TenantId tenant) throws SQLException {
    return only(
        """
        SELECT array_to_string(p.roles, ' ') FROM gatehouse.principal p
        JOIN gatehouse.service_account a USING (tenant_id, principal_id) WHERE tenant_id = ?
        """,
        tenant);
  }

  private static long revocations(TenantId tenant) throws SQLException {
    return Long.parseLong(
        only(
            """
            SELECT count(*) FROM gatehouse.revocation r
            JOIN gatehouse.service_account a ON r.subject = 'principal:' || a.principal_id
            WHERE a.tenant_id = ?
            """,
            tenant));
  }

  private static String only(String sql, TenantId tenant) throws SQLException {
    try (Connection connection = SERVER.database().superuser();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, tenant.value());
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    }
  }
}
