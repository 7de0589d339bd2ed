-- The ground: realms, tenants, people, sessions, grants, mail and the record of it all.
-- Run by gatehouse_migrator, which owns everything here and is used by nothing else.
--
-- Two kinds of tables:
--   tenant tables  begin their primary key with tenant_id and show only rows of gatehouse.tenant
--   realm tables   hold no tenant's data, show only rows of gatehouse.realm, and stand in the
--                  reviewed allow-list of dev.gatehouse.server.storage.TenantGuard
-- Both settings are local to a transaction. After one ends they are '' and not NULL, hence nullif.

CREATE TABLE realm (
  realm_id   text        PRIMARY KEY,
  tenant_id  uuid        NOT NULL UNIQUE,           -- the realm's own tenant: holds what belongs to no customer
  rs         bigint      NOT NULL DEFAULT 0,        -- the revocation sequence
  key_probe  bytea,                                 -- of the operators: opens under the right master key alone
  created_at timestamptz NOT NULL
);

CREATE TABLE revocation (
  realm_id   text        NOT NULL REFERENCES realm,
  rs         bigint      NOT NULL,
  kind       text        NOT NULL CHECK (kind IN ('session', 'family', 'principal', 'tenant', 'client', 'realm')),
  subject    text        NOT NULL,                    -- kind:id, such as session:0198…
  tenant_id  uuid        NOT NULL,
  revoked_at timestamptz NOT NULL,
  PRIMARY KEY (realm_id, rs)
);
CREATE INDEX revocation_subject ON revocation (realm_id, subject, rs);

CREATE TABLE signing_key (
  realm_id       text        NOT NULL REFERENCES realm,
  kid            text        NOT NULL,
  use            text        NOT NULL CHECK (use IN ('id_token', 'access_token')),
  alg            text        NOT NULL,
  state          text        NOT NULL CHECK (state IN ('next', 'active', 'retiring', 'revoked')),
  public_jwk     text        NOT NULL,
  sealed_private bytea       NOT NULL,
  created_at     timestamptz NOT NULL,
  PRIMARY KEY (realm_id, kid)
);
CREATE UNIQUE INDEX signing_key_one_active ON signing_key (realm_id, use) WHERE state = 'active';

CREATE TABLE tenant (
  tenant_id  uuid        PRIMARY KEY,
  realm_id   text        NOT NULL REFERENCES realm,
  slug       text        NOT NULL,
  name       text        NOT NULL,
  status     text        NOT NULL CHECK (status IN ('active', 'suspended')),
  region     text        NOT NULL DEFAULT 'default',
  created_at timestamptz NOT NULL
);

CREATE TABLE tenant_slug (
  realm_id  text NOT NULL REFERENCES realm,
  slug      text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  tenant_id uuid NOT NULL REFERENCES tenant,
  PRIMARY KEY (realm_id, slug)
);

CREATE TABLE principal (
  tenant_id       uuid        NOT NULL REFERENCES tenant,
  principal_id    uuid        NOT NULL,
  kind            text        NOT NULL CHECK (kind IN ('person', 'service_account')),
  status          text        NOT NULL CHECK (status IN ('active', 'disabled')),
  name            text        NOT NULL,
  locale          text        NOT NULL,
  roles           text[]      NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, principal_id)
);

CREATE TABLE email_address (
  tenant_id    uuid NOT NULL,
  principal_id uuid NOT NULL,
  address      text NOT NULL,
  normalized   text NOT NULL,
  verified_at  timestamptz,
  PRIMARY KEY (tenant_id, principal_id),
  UNIQUE (tenant_id, normalized),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);

CREATE TABLE password (
  tenant_id    uuid        NOT NULL,
  principal_id uuid        NOT NULL,
  hash         text        NOT NULL,
  changed_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, principal_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);

-- Which accounts an address has, found before the tenant is known. The address is a keyed digest.
CREATE TABLE login_index (
  realm_id     text    NOT NULL REFERENCES realm,
  address_mac  bytea   NOT NULL,
  tenant_id    uuid    NOT NULL,
  principal_id uuid    NOT NULL,
  verified     boolean NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (realm_id, address_mac, tenant_id, principal_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);
CREATE INDEX login_index_principal ON login_index (tenant_id, principal_id);

CREATE TABLE sign_in_counter (
  realm_id        text        NOT NULL REFERENCES realm,
  address_mac     bytea       NOT NULL,
  failures        integer     NOT NULL,
  last_failure_at timestamptz NOT NULL,
  locked_until    timestamptz,
  PRIMARY KEY (realm_id, address_mac)
);

CREATE TABLE mail_budget (
  realm_id     text        NOT NULL REFERENCES realm,
  subject      bytea       NOT NULL,
  window_start timestamptz NOT NULL,
  asked        integer     NOT NULL,
  PRIMARY KEY (realm_id, subject)
);

-- Somebody asked for a mail by address. Who has that address is found later, so that asking takes the
-- same time whether anybody has it.
CREATE TABLE mail_request (
  realm_id   text        NOT NULL REFERENCES realm,
  request_id uuid        NOT NULL,
  kind       text        NOT NULL CHECK (kind IN ('password_reset', 'verification')),
  sealed     bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  claimed_until timestamptz,                        -- a worker is at it until then
  PRIMARY KEY (realm_id, request_id)
);

CREATE TABLE session (
  tenant_id       uuid        NOT NULL,
  session_id      uuid        NOT NULL,
  realm_id        text        NOT NULL,
  principal_id    uuid        NOT NULL,
  digest          bytea       NOT NULL,
  amr             text[]      NOT NULL,
  acr             text        NOT NULL,
  mfa             boolean     NOT NULL,
  auth_time       timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  seen_at         timestamptz NOT NULL,
  idle_expires_at timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  ip              text        NOT NULL,
  user_agent      text        NOT NULL,
  device          text        NOT NULL,
  risk            text        NOT NULL CHECK (risk IN ('low', 'medium', 'high')),
  rs              bigint      NOT NULL,           -- the realm's revocation sequence when its secret was made
  ended_at        timestamptz,
  end_reason      text,
  PRIMARY KEY (tenant_id, session_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);
CREATE INDEX session_principal ON session (tenant_id, principal_id) WHERE ended_at IS NULL;

CREATE TABLE journey (
  realm_id       text        NOT NULL REFERENCES realm,
  journey_id     uuid        NOT NULL,
  browser_digest bytea       NOT NULL,
  step           text        NOT NULL,
  sealed         bytea       NOT NULL,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  finished_at    timestamptz,
  PRIMARY KEY (realm_id, journey_id)
);

-- One-time links: confirm an address, reset a password, change or undo an address, first operator.
CREATE TABLE link (
  tenant_id      uuid        NOT NULL REFERENCES tenant,
  link_id        uuid        NOT NULL,
  principal_id   uuid,
  kind           text        NOT NULL CHECK (kind IN ('verify', 'reset', 'email_change', 'email_undo', 'operator')),
  digest         bytea       NOT NULL,
  browser_digest bytea,
  address        text,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz,
  superseded_at  timestamptz,
  PRIMARY KEY (tenant_id, link_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);
CREATE INDEX link_principal ON link (tenant_id, principal_id, kind);

CREATE TABLE mail (
  tenant_id       uuid        NOT NULL REFERENCES tenant,
  mail_id         uuid        NOT NULL,
  realm_id        text        NOT NULL,
  kind            text        NOT NULL,
  sealed          bytea,
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  sent_at         timestamptz,
  given_up_at     timestamptz,
  last_error      text,
  PRIMARY KEY (tenant_id, mail_id)
);
CREATE INDEX mail_due ON mail (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE TABLE consent (
  tenant_id    uuid        NOT NULL,
  principal_id uuid        NOT NULL,
  client_id    text        NOT NULL,
  scopes       text[]      NOT NULL,
  granted_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, principal_id, client_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);

CREATE TABLE authorization_code (
  tenant_id      uuid        NOT NULL,
  code_id        uuid        NOT NULL,
  digest         bytea       NOT NULL,
  client_id      text        NOT NULL,
  principal_id   uuid        NOT NULL,
  session_id     uuid        NOT NULL,
  redirect_uri   text        NOT NULL,
  scopes         text[]      NOT NULL,
  nonce          text,
  code_challenge text,
  rs             bigint      NOT NULL,            -- the realm's revocation sequence when it was issued
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  redeemed_at    timestamptz,
  family_id      uuid        NOT NULL,
  PRIMARY KEY (tenant_id, code_id),
  FOREIGN KEY (tenant_id, session_id) REFERENCES session ON DELETE CASCADE
);

-- Everything issued from one authorization: the refresh token that is current, and how it got there.
-- Rotation touches no indexed column, so PostgreSQL updates the row in place (fillfactor leaves room).
CREATE TABLE token_family (
  tenant_id       uuid        NOT NULL,
  family_id       uuid        NOT NULL,
  realm_id        text        NOT NULL,
  client_id       text        NOT NULL,
  principal_id    uuid        NOT NULL,
  session_id      uuid        NOT NULL,
  offline         boolean     NOT NULL,
  scopes          text[]      NOT NULL,
  digest          bytea,                          -- of the current refresh token; none where it may not refresh
  generation      integer     NOT NULL DEFAULT 0,
  rs              bigint      NOT NULL,           -- the realm's revocation sequence when it began
  rotated_at      timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  idle_expires_at timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  ip              text        NOT NULL,
  user_agent      text        NOT NULL,
  revoked_at      timestamptz,
  revoke_reason   text,
  PRIMARY KEY (tenant_id, family_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, session_id) REFERENCES session ON DELETE CASCADE
) WITH (fillfactor = 60);
CREATE INDEX token_family_principal ON token_family (tenant_id, principal_id) WHERE revoked_at IS NULL;
CREATE INDEX token_family_session ON token_family (tenant_id, session_id);

-- Keys for the personal fields of records, wrapped under the master key. Destroying one erases what it sealed.
CREATE TABLE person_key (
  tenant_id    uuid  NOT NULL,
  principal_id uuid  NOT NULL,
  sealed       bytea NOT NULL,
  PRIMARY KEY (tenant_id, principal_id)
);

CREATE TABLE tenant_day_key (
  tenant_id uuid  NOT NULL REFERENCES tenant,
  day       date  NOT NULL,
  sealed    bytea NOT NULL,
  PRIMARY KEY (tenant_id, day)
);

CREATE TABLE audit_record (
  tenant_id   uuid        NOT NULL,
  record_id   uuid        NOT NULL,
  realm_id    text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  bytes       bytea       NOT NULL,
  PRIMARY KEY (tenant_id, record_id)
);
CREATE INDEX audit_record_time ON audit_record (tenant_id, recorded_at, record_id);

-- Two rows of two tenants that nobody else has; the canary reads one as the other, all the time.
CREATE TABLE canary (
  tenant_id uuid PRIMARY KEY,
  planted   timestamptz NOT NULL
);

-- Nobody changes a record: not the server (no grant), not the owner of the table (this trigger).
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit records are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE ON audit_record
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE ON audit_record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_record ENABLE ALWAYS TRIGGER audit_record_append_only;
ALTER TABLE audit_record ENABLE ALWAYS TRIGGER audit_record_no_truncate;

-- Row-level security, forced so that it binds the owner too.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenant', 'principal', 'email_address', 'password', 'session', 'link', 'mail', 'consent',
    'authorization_code', 'token_family', 'person_key', 'tenant_day_key', 'audit_record', 'canary']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_wall ON %I TO gatehouse_app
      USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)$p$, t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['realm', 'revocation', 'signing_key', 'tenant_slug', 'login_index', 'sign_in_counter',
    'mail_budget', 'mail_request', 'journey']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY realm_wall ON %I TO gatehouse_app
      USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
      WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''))$p$, t);
  END LOOP;
END $$;

-- What the server may do: rows of the current tenant and realm, and on records only append and read.
GRANT SELECT, INSERT, UPDATE ON realm, signing_key, tenant, principal, session, token_family, journey, mail_budget,
  sign_in_counter, authorization_code, consent TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_slug, email_address, password, login_index, link, mail_request TO gatehouse_app;
GRANT DELETE ON sign_in_counter, consent TO gatehouse_app;
GRANT SELECT, INSERT ON revocation, person_key, tenant_day_key, mail, audit_record, canary TO gatehouse_app;

-- What must cross tenants: the outbox and expiry. Named tables, named columns.
CREATE POLICY outbox ON mail TO gatehouse_worker USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (sealed, attempts, next_attempt_at, sent_at, given_up_at, last_error), DELETE ON mail TO gatehouse_worker;

-- Expiry finds rows by time and ends them by key; of what they hold it sees nothing else.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['link', 'authorization_code', 'journey', 'mail_request', 'sign_in_counter', 'mail_budget']
  LOOP
    EXECUTE format('CREATE POLICY expiry ON %I FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false)', t);
    EXECUTE format('GRANT DELETE ON %I TO gatehouse_worker', t);
  END LOOP;
END $$;
GRANT SELECT (tenant_id, link_id, expires_at) ON link TO gatehouse_worker;
GRANT SELECT (tenant_id, code_id, expires_at, family_id) ON authorization_code TO gatehouse_worker;
GRANT SELECT (realm_id, journey_id, expires_at) ON journey TO gatehouse_worker;
GRANT SELECT (realm_id, request_id, created_at) ON mail_request TO gatehouse_worker;
GRANT SELECT (realm_id, address_mac, last_failure_at) ON sign_in_counter TO gatehouse_worker;
GRANT SELECT (realm_id, subject, window_start) ON mail_budget TO gatehouse_worker;
-- A code outlives what it gave, or a replay could not revoke it.
CREATE POLICY expiry ON token_family FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT (tenant_id, family_id, expires_at) ON token_family TO gatehouse_worker;
CREATE INDEX link_expiry ON link (expires_at);
CREATE INDEX authorization_code_expiry ON authorization_code (expires_at);
CREATE INDEX journey_expiry ON journey (expires_at);
CREATE INDEX mail_expiry ON mail (expires_at);
