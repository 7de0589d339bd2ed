package dev.gatehouse.ledger;

import java.util.Optional;

/** Where the keys of personal fields come from while an export is read. */
@FunctionalInterface
public interface KeySource {
  /**
   * The key of that name, {@value PersonalBox#KEY_BYTES} bytes; empty when it was destroyed, which
   * is how personal fields are erased.
   */
  Optional<byte[]> find(KeyName name);
}
