package dev.gatehouse.server.crypto;

import java.util.Locale;

/**
 * A series of keys of one realm that follow each other: what signs one kind of token with one
 * algorithm.
 */
public record Ring(KeyUse use, SigningAlgorithm algorithm) {
  /** As commands and records name it. */
  @Override
  public String toString() {
    return use.name().toLowerCase(Locale.ROOT) + " " + algorithm.joseName();
  }
}
