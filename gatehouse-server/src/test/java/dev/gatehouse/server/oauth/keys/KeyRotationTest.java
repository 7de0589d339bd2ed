package dev.gatehouse.server.oauth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.crypto.KeyLife;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.oauth.Provider;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The job that has keys rotate, on two servers. */
@Tag("database")
class KeyRotationTest {
  private final Provider provider = new Provider();

  @AfterEach
  void close() {
    provider.close();
  }

  private KeyRotation job() {
    KeyLife life = provider.keyLife();
    return new KeyRotation(
        provider.transactions,
        life,
        provider.realm,
        () -> List.of(provider.realm),
        UUID.randomUUID());
  }

  @Test
  void round_twoServers_oneDoesItUntilItFallsSilent() {
    KeyRotation one = job();
    KeyRotation other = job();

    assertThat(one.round()).isTrue();
    assertThat(other.round()).isFalse();
    provider.clock.advance(KeyRotation.LEASE.minusSeconds(1));
    assertThat(one.round()).isTrue();
    provider.clock.advance(KeyRotation.LEASE.minusSeconds(1));
    assertThat(other.round()).isFalse();
    provider.clock.advance(Duration.ofSeconds(1));
    assertThat(other.round()).isTrue();
    assertThat(one.round()).isFalse();
  }

  @Test
  void round_afterNinetyDays_signsWithTheKeyThatWasPublishedAllAlongAndRecordsIt() {
    KeyRotation job = job();
    job.round();
    String before = provider.keys.active(provider.realm, KeyUse.ACCESS_TOKEN).kid();
    List<String> published =
        provider.keys.published(provider.realm).stream().map(key -> key.kid()).toList();
    provider.clock.advance(Duration.ofDays(90).minusMinutes(1));
    job.round();
    assertThat(provider.keys.active(provider.realm, KeyUse.ACCESS_TOKEN).kid()).isEqualTo(before);

    provider.clock.advance(Duration.ofMinutes(1));
    job.round();
    assertThat(provider.keys.active(provider.realm, KeyUse.ACCESS_TOKEN).kid())
        .isNotEqualTo(before)
        .isIn(published);
    assertThat(provider.realmRecords())
        .extracting(AuditRecord::type)
        .contains("key.created", "key.rotated");
  }
}
