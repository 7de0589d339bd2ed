package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.RealmCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionLifeTest {
  private static final RealmCatalog SHIPPED =
      RealmCatalog.load(
          Path.of(System.getProperty("gatehouse.root"), "realms"),
          name -> Optional.of(Secret.of("u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o")));

  @ParameterizedTest
  @CsvSource({"monitrax,PT1H,PT24H", "operators,PT15M,PT12H"})
  void of_shippedRealm_isShorterForOperators(String realm, Duration idle, Duration absolute) {
    SessionLife.Rules rules = SessionLife.Rules.of(id -> SHIPPED.find(id).orElseThrow());
    assertThat(rules.of(new RealmId(realm))).isEqualTo(new SessionLife(idle, absolute));
  }

  @Test
  void idleEnd_nearTheAbsoluteEnd_isNeverAfterIt() {
    SessionLife life = new SessionLife(Duration.ofHours(1), Duration.ofHours(24));
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    Instant soon = now.plus(Duration.ofMinutes(5));
    assertThat(life.idleEnd(now, now.plus(Duration.ofHours(9))))
        .isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(life.idleEnd(now, soon)).isEqualTo(soon);
  }
}
