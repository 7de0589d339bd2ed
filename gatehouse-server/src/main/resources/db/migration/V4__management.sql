-- Answers of the management API to requests that carried an idempotency key: for a day such a request acts once.
CREATE TABLE kept_answer (
  tenant_id      uuid        NOT NULL,
  principal_id   uuid        NOT NULL,
  key_digest     bytea       NOT NULL,
  request_digest bytea       NOT NULL,
  sealed         bytea       NOT NULL,              -- the answer; empty until the act that took the key is done
  expires_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, principal_id, key_digest),
  FOREIGN KEY (tenant_id, principal_id) REFERENCES principal ON DELETE CASCADE
);
CREATE INDEX kept_answer_expiry ON kept_answer (expires_at);
ALTER TABLE kept_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_answer FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON kept_answer TO gatehouse_app
  USING (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('gatehouse.tenant', true), '')::uuid);
CREATE POLICY expiry ON kept_answer FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT, INSERT, UPDATE ON kept_answer TO gatehouse_app;
GRANT SELECT (tenant_id, principal_id, key_digest, expires_at), DELETE ON kept_answer TO gatehouse_worker;
