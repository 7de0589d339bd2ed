-- The provider: clients that act for themselves, values that are good once.

-- As whom a client acts for itself in a tenant (RFC 6749 §4.4).
CREATE TABLE service_account (
  tenant_id    uuid NOT NULL,
  principal_id uuid NOT NULL,
  client_id    text NOT NULL,
  PRIMARY KEY (tenant_id, principal_id),
  UNIQUE (tenant_id, client_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);
ALTER TABLE service_account ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_account FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON service_account TO gatehouse_app
  USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid);
GRANT SELECT, INSERT ON service_account TO gatehouse_app;

-- Where a realm's file gave clients roles: what it declares no more is taken back from there.
CREATE TABLE declared_place (
  realm_id  text NOT NULL REFERENCES realm,
  tenant_id uuid NOT NULL REFERENCES tenant,
  client_id text NOT NULL,
  PRIMARY KEY (realm_id, tenant_id, client_id)
);
ALTER TABLE declared_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE declared_place FORCE ROW LEVEL SECURITY;
CREATE POLICY realm_wall ON declared_place TO gatehouse_app
  USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
  WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''));
GRANT SELECT, INSERT, DELETE ON declared_place TO gatehouse_app;

-- Values of others that are good once and not expired yet: assertions (RFC 7523 §3), proofs (RFC 9449 §11.1).
CREATE TABLE spent_value (
  realm_id   text        NOT NULL REFERENCES realm,
  kind       text        NOT NULL,
  digest     bytea       NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (realm_id, kind, digest)
);
CREATE INDEX spent_value_expiry ON spent_value (expires_at);
ALTER TABLE spent_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE spent_value FORCE ROW LEVEL SECURITY;
CREATE POLICY realm_wall ON spent_value TO gatehouse_app
  USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
  WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''));
CREATE POLICY expiry ON spent_value FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT, INSERT ON spent_value TO gatehouse_app;
GRANT SELECT, DELETE ON spent_value TO gatehouse_worker;

-- Clients that are yet to be told that a session ended (OpenID Connect Back-Channel Logout §2.5).
CREATE TABLE logout_notice (
  tenant_id       uuid        NOT NULL REFERENCES tenant,
  session_id      uuid        NOT NULL,
  client_id       text        NOT NULL,
  realm_id        text        NOT NULL,
  principal_id    uuid        NOT NULL,
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  delivered_at    timestamptz,
  given_up_at     timestamptz,
  last_error      text,
  PRIMARY KEY (tenant_id, session_id, client_id)
);
CREATE INDEX logout_notice_due ON logout_notice (next_attempt_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
ALTER TABLE logout_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE logout_notice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON logout_notice TO gatehouse_app
  USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid);
CREATE POLICY outbox ON logout_notice TO gatehouse_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON logout_notice TO gatehouse_app;
GRANT SELECT, UPDATE (attempts, next_attempt_at, delivered_at, given_up_at, last_error), DELETE
  ON logout_notice TO gatehouse_worker;

-- Clients that registered by themselves (RFC 7591), and the permissions to do so.
CREATE TABLE client (
  realm_id            text        NOT NULL REFERENCES realm,
  client_id           text        NOT NULL,
  metadata            text        NOT NULL,        -- as the client gave it, JSON
  secret_digest       bytea,
  registration_digest bytea       NOT NULL,        -- of the token that may read and change it
  wants_logout        boolean     NOT NULL,        -- whether it is told when sessions end
  registered_through  uuid        NOT NULL,        -- the initial access token
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  PRIMARY KEY (realm_id, client_id)
);
CREATE TABLE initial_access_token (
  realm_id   text        NOT NULL REFERENCES realm,
  token_id   uuid        NOT NULL,
  digest     bytea       NOT NULL,
  uses_left  integer     NOT NULL CHECK (uses_left >= 0),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (realm_id, token_id)
);
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['client', 'initial_access_token']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY realm_wall ON %I TO gatehouse_app
      USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
      WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''))$p$, t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON client TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE ON initial_access_token TO gatehouse_app;

-- What tokens of a grant are confined to: the APIs they are for (RFC 8707), the key they are bound to (RFC 9449).
ALTER TABLE authorization_code ADD COLUMN audiences text[] NOT NULL DEFAULT '{}', ADD COLUMN dpop_key text;
ALTER TABLE token_family ADD COLUMN audiences text[] NOT NULL DEFAULT '{}', ADD COLUMN dpop_key text;

-- Claims that were asked for one by one (OpenID Connect Core 5.5): where each is told, and its name.
ALTER TABLE authorization_code ADD COLUMN claims text[] NOT NULL DEFAULT '{}';
ALTER TABLE token_family ADD COLUMN claims text[] NOT NULL DEFAULT '{}';

-- Authorization requests that clients sent ahead (RFC 9126), each good once.
CREATE TABLE pushed_request (
  realm_id   text        NOT NULL REFERENCES realm,
  request_id uuid        NOT NULL,
  digest     bytea       NOT NULL,
  client_id  text        NOT NULL,
  sealed     bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  taken_at   timestamptz,
  PRIMARY KEY (realm_id, request_id)
);
CREATE INDEX pushed_request_expiry ON pushed_request (expires_at);
ALTER TABLE pushed_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE pushed_request FORCE ROW LEVEL SECURITY;
CREATE POLICY realm_wall ON pushed_request TO gatehouse_app
  USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
  WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''));
CREATE POLICY expiry ON pushed_request FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT, INSERT, UPDATE ON pushed_request TO gatehouse_app;
GRANT SELECT (realm_id, request_id, expires_at), DELETE ON pushed_request TO gatehouse_worker;

-- Every realm file that was ever applied; of each name the last one counts. They belong to the
-- operators' realm, whose people and processes apply them.
CREATE TABLE realm_document (
  realm_id   text        NOT NULL REFERENCES realm,
  version    bigint      NOT NULL,                  -- the number of the apply, over all names
  name       text        NOT NULL,                  -- the realm it declares
  text       text        NOT NULL,                  -- the file; empty once the realm was taken away
  digests    text        NOT NULL,                  -- SHA-256 of secrets made at apply, by client
  applied_by text        NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (realm_id, version)
);
CREATE INDEX realm_document_current ON realm_document (realm_id, name, version DESC);
ALTER TABLE realm_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE realm_document FORCE ROW LEVEL SECURITY;
CREATE POLICY realm_wall ON realm_document TO gatehouse_app
  USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
  WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''));
GRANT SELECT, INSERT ON realm_document TO gatehouse_app;

-- Keys live in turn: next (published, signs nothing yet), active, retiring (published until gone_at), revoked. A ring is
-- what signs one use with one algorithm. Where a key signs no more, its private half is wiped.
DROP INDEX signing_key_one_active;
ALTER TABLE signing_key ADD COLUMN activated_at timestamptz, ADD COLUMN gone_at timestamptz;
UPDATE signing_key SET activated_at = created_at WHERE state <> 'next';
UPDATE signing_key SET gone_at = now() + interval '90 days' WHERE state = 'retiring';
UPDATE signing_key SET gone_at = now() WHERE state = 'revoked';
UPDATE signing_key SET sealed_private = '' WHERE state IN ('retiring', 'revoked');
ALTER TABLE signing_key
  ADD CONSTRAINT signing_key_private CHECK ((state IN ('next', 'active')) = (length(sealed_private) > 0)),
  ADD CONSTRAINT signing_key_gone CHECK ((state IN ('retiring', 'revoked')) = (gone_at IS NOT NULL));
CREATE UNIQUE INDEX signing_key_one_active ON signing_key (realm_id, use, alg) WHERE state = 'active';
CREATE UNIQUE INDEX signing_key_one_next ON signing_key (realm_id, use, alg) WHERE state = 'next';
-- Every server follows each second: which keys there are, and nothing of what they are.
CREATE POLICY follow ON signing_key TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT (realm_id, kid, state, gone_at) ON signing_key TO gatehouse_worker;

-- What one server does for all: who does it now, and until when unless it says so again.
CREATE TABLE job_lease (
  realm_id text        NOT NULL REFERENCES realm,
  job      text        NOT NULL,
  holder   uuid        NOT NULL,
  until    timestamptz NOT NULL,
  PRIMARY KEY (realm_id, job)
);
ALTER TABLE job_lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_lease FORCE ROW LEVEL SECURITY;
CREATE POLICY realm_wall ON job_lease TO gatehouse_app
  USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
  WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''));
GRANT SELECT, INSERT, UPDATE ON job_lease TO gatehouse_app;

-- The servers there are, and what each found when somebody asked whether keys could rotate.
CREATE TABLE server (
  realm_id   text        NOT NULL REFERENCES realm,
  server_id  uuid        NOT NULL,
  name       text        NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  rehearsal  uuid,                                  -- the last it took part in
  finding    text,                                  -- what was wrong; empty where nothing was
  PRIMARY KEY (realm_id, server_id)
);
CREATE TABLE key_rehearsal (
  realm_id     text        NOT NULL REFERENCES realm,
  rehearsal_id uuid        NOT NULL,
  probes       text        NOT NULL,                -- signed by keys that sign nothing else yet, JSON
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (realm_id, rehearsal_id)
);
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['server', 'key_rehearsal']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY realm_wall ON %I TO gatehouse_app
      USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
      WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''))$p$, t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON server, key_rehearsal TO gatehouse_app;
