package dev.gatehouse.ledger;

/** What became of the personal fields of one record of an export. */
public sealed interface PersonalReading {
  /** The record holds none. */
  record Absent() implements PersonalReading {}

  /** They are there, and the reader has no key source to open them with. */
  record Closed(KeyName key) implements PersonalReading {}

  /** Their key is gone: they can't be read any more, by anybody. The record is still whole. */
  record Erased(KeyName key) implements PersonalReading {}

  /** They are open. */
  record Opened(KeyName key, PersonalFields fields) implements PersonalReading {}

  /** There is a key of that name and it does not open the box: something was changed. */
  record Refused(KeyName key, BoxRefused why) implements PersonalReading {}
}
