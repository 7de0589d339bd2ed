package dev.gatehouse.server.login;

import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.Optional;

/** The journeys of a realm. What is in them is sealed by the caller. */
interface JourneyStore {
  /** A journey as stored. */
  record Row(
      JourneyId id,
      byte[] browserDigest,
      Journey.Step step,
      byte[] sealed,
      Instant createdAt,
      Instant expiresAt) {}

  /** Keeps a new one. */
  void insert(Tx tx, Row row);

  /** The journey, if it is this browser's, not expired and not finished. */
  Optional<Row> find(Tx tx, JourneyId id, byte[] browserDigest);

  /**
   * Takes it from one step to the next and to another browser value, as an effect.
   *
   * @param next the row to stand there; its id names the journey
   * @return whether it was this browser's, at that step, not expired and not finished
   */
  boolean advance(Tx tx, byte[] browserDigest, Journey.Step from, Row next);

  /** Finishes it once, so that it stays: the row, if it was this browser's and at that step. */
  Optional<Row> finish(Tx tx, JourneyId id, byte[] browserDigest, Journey.Step at);
}
