package dev.gatehouse.launcher;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.tenant.TenantSlug;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of both audit commands: which logs. */
final class AuditSelection {
  @Option(names = "--realm", paramLabel = "<realm>", description = "Only this realm.")
  private @Nullable String realm;

  @Option(
      names = "--tenant",
      paramLabel = "<slug>",
      description = "Only the tenant of this slug; else all, and the realm's own log.")
  private @Nullable String tenant;

  @Option(names = "--demo", description = "Of the demo, not of ./gatehouse up.")
  private boolean demo;

  Home home(Surroundings surroundings) {
    return demo ? surroundings.demoHome() : surroundings.home();
  }

  /** Settings are of {@code up}; the demo has its own. */
  Surroundings surroundings(Surroundings surroundings) {
    return demo ? surroundings.ofDemo() : surroundings;
  }

  Optional<RealmId> realm() {
    if (realm != null && !RealmId.isWellFormed(realm)) {
      throw new CommandFailure(ExitCode.WRONG_USE, "'" + realm + "' can't be a realm's name");
    }
    return Optional.ofNullable(realm).map(RealmId::new);
  }

  Optional<TenantSlug> tenant() {
    return Optional.ofNullable(tenant).map(AuditSelection::slug);
  }

  private static TenantSlug slug(String text) {
    return TenantSlug.parse(text)
        .orElseThrow(() ->
            new CommandFailure(ExitCode.WRONG_USE, "'" + text + "' can't be a tenant's slug"));
  }
}
