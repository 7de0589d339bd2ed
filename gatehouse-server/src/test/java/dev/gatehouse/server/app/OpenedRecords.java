package dev.gatehouse.server.app;

import dev.gatehouse.server.audit.AuditReader;
import dev.gatehouse.server.audit.LogName;
import dev.gatehouse.server.audit.LoggedRecord;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The records of a tenant with their personal fields opened, as the audit command reads them. */
final class OpenedRecords {
  private OpenedRecords() {}

  static List<LoggedRecord> of(RunningServer server, String tenant) throws IOException {
    try (Foundation foundation =
        new Foundation(Configuration.of(server.properties()), server.clock(), Map.of())) {
      AuditReader reader =
          new AuditReader(foundation.transactions, foundation.envelope, foundation.random);
      LogName log = LogName.of(new RealmId("monitrax"), new TenantId(UUID.fromString(tenant)));
      return reader.last(log, 1000);
    }
  }
}
