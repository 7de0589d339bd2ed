package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.kind.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A provider that is measured: processes of its own, a database of its own, people who know it. */
interface Contender extends AutoCloseable {
  String name();

  /**
   * Starts it on a fresh database, where so many people have accounts.
   *
   * <p>Closing ends what was started, also when this did not come to its end.
   */
  void begin(int people) throws IOException;

  /** Ends its server and starts it again: the time from its process's start to its first answer. */
  Duration restart();

  /** The process above all of its server's. */
  long pid();

  /** The process above all of its database's. */
  long databasePid();

  /** The client there that does such work. */
  Registration registration(Kind kind) throws IOException;

  /** Those with accounts. */
  List<Account> people();

  @Override
  void close();
}
