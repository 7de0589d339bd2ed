package dev.gatehouse.server.audit;

import dev.gatehouse.ledger.KeyName;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * The key that seals the personal fields of a record: a person's, or a tenant's of the day (UTC).
 */
sealed interface SealingKey {
  /** The name as it stands in the record. */
  KeyName name();

  /** A person's own key, in the person's tenant. */
  record OfPerson(TenantId tenant, PrincipalId person) implements SealingKey {
    @Override
    public KeyName name() {
      return KeyName.ofPerson(person.value());
    }
  }

  /** A tenant's key of the day, where no person is known. */
  record OfDay(TenantId tenant, LocalDate day) implements SealingKey {
    @Override
    public KeyName name() {
      return KeyName.ofTenantDay(tenant.value(), day);
    }
  }

  static SealingKey of(TenantId tenant, Optional<PrincipalId> person, Instant at) {
    return person
        .<SealingKey>map(known -> new OfPerson(tenant, known))
        .orElseGet(() -> new OfDay(tenant, at.atZone(ZoneOffset.UTC).toLocalDate()));
  }

  /** The key a name stands for in the log of that tenant; empty for another tenant's. */
  static Optional<SealingKey> of(TenantId tenant, KeyName name) {
    String text = name.value();
    if (text.startsWith("p:")) {
      return Optional.of(new OfPerson(tenant, new PrincipalId(UUID.fromString(text.substring(2)))));
    }
    String prefix = "t:" + tenant + ":";
    return text.startsWith(prefix)
        ? Optional.of(new OfDay(tenant, LocalDate.parse(text.substring(prefix.length()))))
        : Optional.empty();
  }
}
