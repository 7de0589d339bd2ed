-- What another site's form posted here, until the browser comes for it by GET. Each is good once.
CREATE TABLE posted_request (
  realm_id   text        NOT NULL REFERENCES realm,
  request_id uuid        NOT NULL,
  digest     bytea       NOT NULL,
  sealed     bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  taken_at   timestamptz,
  PRIMARY KEY (realm_id, request_id)
);
CREATE INDEX posted_request_expiry ON posted_request (expires_at);
ALTER TABLE posted_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE posted_request FORCE ROW LEVEL SECURITY;
CREATE POLICY realm_wall ON posted_request TO gatehouse_app
  USING (realm_id = nullif(current_setting('gatehouse.realm', true), ''))
  WITH CHECK (realm_id = nullif(current_setting('gatehouse.realm', true), ''));
CREATE POLICY expiry ON posted_request FOR ALL TO gatehouse_worker USING (true) WITH CHECK (false);
GRANT SELECT, INSERT, UPDATE ON posted_request TO gatehouse_app;
GRANT SELECT (realm_id, request_id, expires_at), DELETE ON posted_request TO gatehouse_worker;

-- The origins whose pages may read our answers, of public clients that registered by themselves.
ALTER TABLE client ADD COLUMN origins text[] NOT NULL DEFAULT '{}';
CREATE INDEX client_origins ON client USING gin (origins);

-- Consent ends with the client it was given to: a later one of the same id has to ask.
ALTER TABLE consent ADD COLUMN rs bigint NOT NULL DEFAULT 0;
