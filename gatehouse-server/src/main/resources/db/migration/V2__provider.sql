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
GRANT SELECT (expires_at), DELETE ON spent_value TO gatehouse_worker;
