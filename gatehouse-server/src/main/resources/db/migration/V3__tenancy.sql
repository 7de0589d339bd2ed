-- Tenancy: which roles principals were given and until when, who is invited, and how tenants live and end.

-- The source of truth of who has which role. principal.roles and principal.roles_end are what tokens read of it:
-- the live roles without condition and scope, and when the first of them ends.
ALTER TABLE principal ADD COLUMN roles_end timestamptz;
CREATE TABLE role_grant (
  tenant_id    uuid        NOT NULL,
  grant_id     uuid        NOT NULL,
  principal_id uuid        NOT NULL,
  role         text        NOT NULL,              -- of the realm, or tenant:<name> of tenant_role
  scope        text,                              -- what it is confined to; none: the whole tenant
  condition    text,                              -- what must hold; none: always
  granted_by   uuid,                              -- a principal of the tenant; none: the realm's file or an operator
  created_at   timestamptz NOT NULL,
  ends_at      timestamptz,
  ended_at     timestamptz,
  PRIMARY KEY (tenant_id, grant_id),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);
CREATE UNIQUE INDEX role_grant_once ON role_grant (tenant_id, principal_id, role, scope, condition)
  NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX role_grant_role ON role_grant (tenant_id, role) WHERE ended_at IS NULL;

-- Roles of a tenant's own: never more than the realm's permissions.
CREATE TABLE tenant_role (
  tenant_id   uuid        NOT NULL REFERENCES tenant,
  name        text        NOT NULL CHECK (name ~ '^[a-z][a-z0-9_.-]{0,62}$'),
  description text        NOT NULL,
  permissions text[]      NOT NULL,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

-- Who is asked to join, as what. It is there until it is accepted or taken back.
CREATE TABLE invitation (
  tenant_id     uuid        NOT NULL REFERENCES tenant,
  invitation_id uuid        NOT NULL,
  link_id       uuid        NOT NULL,             -- of the last mail; older ones are worthless
  address       text        NOT NULL,
  normalized    text        NOT NULL,
  role          text        NOT NULL,
  role_ends_at  timestamptz,
  language      text        NOT NULL,
  invited_by    uuid,                             -- a principal of the tenant; none: an operator
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, invitation_id),
  UNIQUE (tenant_id, normalized),
  UNIQUE (tenant_id, link_id)
);
CREATE INDEX invitation_expiry ON invitation (expires_at);
ALTER TABLE link DROP CONSTRAINT link_kind_check,
  ADD CONSTRAINT link_kind_check
    CHECK (kind IN ('verify', 'reset', 'email_change', 'email_undo', 'operator', 'invite'));

-- Whoever's roles changed keeps their sessions; their access tokens name what they had and are dead.
ALTER TABLE revocation DROP CONSTRAINT revocation_kind_check,
  ADD CONSTRAINT revocation_kind_check
    CHECK (kind IN ('session', 'family', 'principal', 'roles', 'tenant', 'client', 'realm'));

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['role_grant', 'tenant_role', 'invitation']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY tenant_wall ON %I TO gatehouse_app
      USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)$p$, t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON role_grant TO gatehouse_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_role, invitation TO gatehouse_app;

-- An invitation that nobody accepted is forgotten with its link.
CREATE POLICY expiry ON invitation FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT (tenant_id, invitation_id, expires_at), DELETE ON invitation TO gatehouse_worker;

-- Tenants live, are suspended, and end: deleting (until erase_after), erasing (its rows go), deleted (the tombstone).
ALTER TABLE tenant DROP CONSTRAINT tenant_status_check,
  ADD CONSTRAINT tenant_status_check CHECK (status IN ('active', 'suspended', 'deleting', 'erasing', 'deleted')),
  ADD COLUMN erase_after timestamptz,
  ADD COLUMN name_digest bytea,                     -- of a tombstone, keyed: what it was called
  ADD COLUMN slug_digest bytea;
CREATE INDEX tenant_ending ON tenant (status, erase_after) WHERE status IN ('deleting', 'erasing');

-- The worker sees which tenants end, and may delete rows of those whose time has come. The server says that it has.
CREATE POLICY erasure ON tenant FOR ALL TO gatehouse_worker
  USING (status IN ('deleting', 'erasing')) WITH CHECK (false);
GRANT SELECT (tenant_id, realm_id, status, erase_after) ON tenant TO gatehouse_worker;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['principal', 'person_key', 'tenant_day_key', 'tenant_role']
  LOOP
    EXECUTE format($p$CREATE POLICY erasure ON %1$I FOR ALL TO gatehouse_worker USING (EXISTS (
      SELECT FROM tenant WHERE tenant.tenant_id = %1$I.tenant_id AND tenant.status = 'erasing')) WITH CHECK (false)$p$, t);
    EXECUTE format('GRANT SELECT (tenant_id), DELETE ON %I TO gatehouse_worker', t);
  END LOOP;
END $$;
GRANT SELECT (principal_id) ON principal TO gatehouse_worker;
