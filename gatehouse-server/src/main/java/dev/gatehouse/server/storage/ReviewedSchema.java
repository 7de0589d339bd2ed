package dev.gatehouse.server.storage;

import static dev.gatehouse.server.storage.DatabaseRoles.APP;
import static dev.gatehouse.server.storage.DatabaseRoles.MIGRATOR;
import static dev.gatehouse.server.storage.DatabaseRoles.WORKER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reviewed list of tables: what each is walled by, who may do what with it, and to what it
 * points. {@link TenantGuard} holds the database's catalogue against it, whole against whole.
 */
final class ReviewedSchema {
  /** What a table shows rows by. */
  enum Wall {
    /** Rows of the transaction's tenant. */
    TENANT(
        "tenant_wall",
        "tenant_id",
        "uuid",
        "(tenant_id = (NULLIF(current_setting('gatehouse.tenant'::text, true), ''::text))::uuid)"),
    /** Rows of the transaction's realm, for what is no tenant's. */
    REALM(
        "realm_wall",
        "realm_id",
        "text",
        "(realm_id = NULLIF(current_setting('gatehouse.realm'::text, true), ''::text))");

    private final String policy;
    private final String column;
    private final String type;
    private final String condition;

    Wall(String policy, String column, String type, String condition) {
      this.policy = policy;
      this.column = column;
      this.type = type;
      this.condition = condition;
    }
  }

  private static final String APPEND = "SELECT, INSERT";
  private static final String CHANGE = "SELECT, INSERT, UPDATE";
  private static final String ALL = "SELECT, INSERT, UPDATE, DELETE";

  private static final String TO_PRINCIPAL =
      "(tenant_id, principal_id) references principal(tenant_id, principal_id)";
  private static final String TO_SESSION =
      "(tenant_id, session_id) references session(tenant_id, session_id)";
  private static final String TO_TENANT = "(tenant_id) references tenant(tenant_id)";
  private static final String TO_REALM = "(realm_id) references realm(realm_id)";

  private static final List<Table> TABLES =
      List.of(
          tenant("tenant")
              .app(CHANGE)
              .pointing(TO_REALM)
              .worker(
                  "erasure",
                  "(status = ANY (ARRAY['deleting'::text, 'erasing'::text]))",
                  "false",
                  "SELECT(tenant_id), SELECT(realm_id), SELECT(status), SELECT(erase_after)"),
          tenant("principal")
              .app(CHANGE)
              .pointing(TO_TENANT)
              .erased("SELECT(tenant_id), SELECT(principal_id), DELETE"),
          tenant("email_address").app(ALL).pointing(TO_PRINCIPAL),
          tenant("password").app(ALL).pointing(TO_PRINCIPAL),
          tenant("session").app(CHANGE).pointing(TO_PRINCIPAL),
          tenant("link")
              .app(ALL)
              .pointing(TO_TENANT, TO_PRINCIPAL)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(tenant_id), SELECT(link_id), SELECT(expires_at), DELETE"),
          tenant("role_grant").app(CHANGE).pointing(TO_PRINCIPAL),
          tenant("tenant_role").app(ALL).pointing(TO_TENANT).erased("SELECT(tenant_id), DELETE"),
          tenant("invitation")
              .app(ALL)
              .pointing(TO_TENANT)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(tenant_id), SELECT(invitation_id), SELECT(expires_at), DELETE"),
          tenant("mail")
              .app(APPEND)
              .pointing(TO_TENANT)
              .worker(
                  "outbox",
                  "true",
                  "SELECT, DELETE, UPDATE(sealed), UPDATE(attempts), UPDATE(next_attempt_at), "
                      + "UPDATE(sent_at), UPDATE(given_up_at), UPDATE(last_error)"),
          tenant("consent").app(ALL).pointing(TO_PRINCIPAL),
          tenant("kept_answer")
              .app(CHANGE)
              .pointing(TO_PRINCIPAL)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(tenant_id), SELECT(principal_id), SELECT(key_digest), "
                      + "SELECT(expires_at), DELETE"),
          tenant("authorization_code")
              .app(CHANGE)
              .pointing(TO_SESSION)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(tenant_id), SELECT(code_id), SELECT(expires_at), SELECT(family_id), DELETE"),
          tenant("token_family")
              .app(CHANGE)
              .pointing(TO_PRINCIPAL, TO_SESSION)
              .worker(
                  "expiry", "false", "SELECT(tenant_id), SELECT(family_id), SELECT(expires_at)"),
          tenant("logout_notice")
              .app(APPEND)
              .pointing(TO_TENANT)
              .worker(
                  "outbox",
                  "true",
                  "SELECT, DELETE, UPDATE(attempts), UPDATE(next_attempt_at), "
                      + "UPDATE(delivered_at), UPDATE(given_up_at), UPDATE(last_error)"),
          tenant("person_key").app(APPEND).erased("SELECT(tenant_id), DELETE"),
          tenant("tenant_day_key")
              .app(APPEND)
              .pointing(TO_TENANT)
              .erased("SELECT(tenant_id), DELETE"),
          tenant("audit_record").app(APPEND),
          tenant("canary").app(APPEND),
          tenant("service_account").app(APPEND).pointing(TO_PRINCIPAL),
          realm("realm", "one row a realm: its revocation sequence").app(CHANGE),
          realm("revocation", "what was revoked, read by number across a realm's tenants")
              .app(APPEND)
              .pointing(TO_REALM),
          realm("signing_key", "keys belong to a realm")
              .app(CHANGE)
              .pointing(TO_REALM)
              .worker(
                  "follow",
                  "false",
                  "SELECT(realm_id), SELECT(kid), SELECT(state), SELECT(gone_at)"),
          realm("server", "the servers there are").app(ALL).pointing(TO_REALM),
          realm("key_rehearsal", "what servers are to verify, of keys that sign nothing yet")
              .app(ALL)
              .pointing(TO_REALM),
          realm("job_lease", "which server does what one does for all")
              .app(CHANGE)
              .pointing(TO_REALM),
          realm("client", "clients that registered with a realm").app(ALL).pointing(TO_REALM),
          realm("initial_access_token", "lets clients register with a realm")
              .app(CHANGE)
              .pointing(TO_REALM),
          realm("declared_place", "where a realm's file gave clients roles, across its tenants")
              .app("SELECT, INSERT, DELETE")
              .pointing(TO_REALM, TO_TENANT),
          realm("realm_document", "what realms are, as operators applied it")
              .app(APPEND)
              .pointing(TO_REALM),
          realm("tenant_slug", "finds the tenant, so it can't need one")
              .app(ALL)
              .pointing(TO_REALM, TO_TENANT),
          realm("login_index", "finds the tenant of an address; the address is a keyed digest")
              .app(ALL)
              .pointing(TO_REALM, TO_PRINCIPAL),
          realm("sign_in_counter", "counts by address before a tenant is known")
              .app(ALL)
              .pointing(TO_REALM)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(realm_id), SELECT(address_mac), SELECT(last_failure_at), DELETE"),
          realm("mail_budget", "counts by address before a tenant is known")
              .app(CHANGE)
              .pointing(TO_REALM)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(realm_id), SELECT(subject), SELECT(window_start), DELETE"),
          realm("mail_request", "asked by address before a tenant is known")
              .app(ALL)
              .pointing(TO_REALM)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(realm_id), SELECT(request_id), SELECT(created_at), DELETE"),
          realm("spent_value", "digests of assertions and proofs, no tenant in them")
              .app(APPEND)
              .pointing(TO_REALM)
              .worker("expiry", "false", "SELECT, DELETE"),
          realm("pushed_request", "comes before a person does; its content is sealed")
              .app(CHANGE)
              .pointing(TO_REALM)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(realm_id), SELECT(request_id), SELECT(expires_at), DELETE"),
          realm("posted_request", "comes before a person does; its content is sealed")
              .app(CHANGE)
              .pointing(TO_REALM)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(realm_id), SELECT(request_id), SELECT(expires_at), DELETE"),
          realm("journey", "begins before a tenant is known")
              .app(CHANGE)
              .pointing(TO_REALM)
              .worker(
                  "expiry",
                  "false",
                  "SELECT(realm_id), SELECT(journey_id), SELECT(expires_at), DELETE"));

  /** What stands beside the tables: the migrator's own history, and what keeps records as is. */
  private static final List<String> BESIDE =
      List.of(
          "table flyway_schema_history, owned by " + MIGRATOR,
          "row security of flyway_schema_history: off",
          "primary key of flyway_schema_history begins with installed_rank integer",
          "grant USAGE on the schema to " + APP,
          "grant USAGE on the schema to " + WORKER,
          "function refuse_change(), owned by "
              + MIGRATOR
              + ", of its caller: BEGIN RAISE EXCEPTION 'audit records are append-only'"
              + " USING ERRCODE = 'insufficient_privilege'; END ",
          "trigger, always: CREATE TRIGGER audit_record_append_only BEFORE DELETE OR UPDATE"
              + " ON gatehouse.audit_record FOR EACH ROW EXECUTE FUNCTION refuse_change()",
          "trigger, always: CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE"
              + " ON gatehouse.audit_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()");

  private ReviewedSchema() {}

  /** Every fact there must be in the catalogue, in the words of {@link Catalogue}; no other may. */
  static Set<String> facts() {
    Set<String> facts = new TreeSet<>(BESIDE);
    TABLES.forEach(table -> facts.addAll(table.facts()));
    return facts;
  }

  /** The tables that show rows by this wall. */
  static List<String> tables(Wall wall) {
    return TABLES.stream().filter(table -> table.wall == wall).map(table -> table.name).toList();
  }

  private static Table tenant(String name) {
    return new Table(name, Wall.TENANT);
  }

  /**
   * A table without a tenant's wall.
   *
   * @param why it needs none; here to be read
   */
  private static Table realm(String name, String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException(name + " stands without a reason");
    }
    return new Table(name, Wall.REALM);
  }

  /** One table, described a call a line. */
  private static final class Table {
    private final String name;
    private final Wall wall;
    private final List<String> more = new ArrayList<>();

    Table(String name, Wall wall) {
      this.name = name;
      this.wall = wall;
    }

    /** What the server may do. */
    Table app(String grants) {
      return granted(APP, grants);
    }

    /** The policy that lets the worker cross tenants, and what it may do there. */
    Table worker(String policy, String check, String grants) {
      return worker(policy, "true", check, grants);
    }

    /** The same for some rows alone. */
    Table worker(String policy, String using, String check, String grants) {
      more.add(policy(policy, WORKER, using, check));
      return granted(WORKER, grants);
    }

    /** What the worker may do with rows of a tenant that is being erased. */
    Table erased(String grants) {
      String using =
          "(EXISTS ( SELECT\n   FROM tenant\n  WHERE ((tenant.tenant_id = %s.tenant_id) AND (tenant.status = 'erasing'::text))))"
              .formatted(name);
      return worker("erasure", using, "false", grants);
    }

    Table pointing(String... keys) {
      for (String key : keys) {
        more.add("foreign key " + name + key);
      }
      return this;
    }

    private Table granted(String role, String grants) {
      for (String grant : grants.split(", ", -1)) {
        int column = grant.indexOf('(');
        more.add(
            column < 0
                ? "grant " + grant + " on " + name + " to " + role
                : "grant "
                    + grant.substring(0, column)
                    + " on "
                    + name
                    + grant.substring(column)
                    + " to "
                    + role);
      }
      return this;
    }

    private String policy(String policy, String role, String using, String check) {
      return "policy "
          + policy
          + " on "
          + name
          + ": permissive ALL to "
          + role
          + " using "
          + using
          + " check "
          + check;
    }

    List<String> facts() {
      List<String> facts = new ArrayList<>(more);
      Collections.addAll(
          facts,
          "table " + name + ", owned by " + MIGRATOR,
          "row security of " + name + ": enabled and forced",
          "primary key of " + name + " begins with " + wall.column + " " + wall.type,
          policy(wall.policy, APP, wall.condition, wall.condition));
      return facts;
    }
  }
}
