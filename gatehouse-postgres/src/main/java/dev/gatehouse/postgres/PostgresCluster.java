package dev.gatehouse.postgres;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL cluster in a directory: created at the first start, run as a process that outlives
 * this JVM, found again by the next one. All methods are safe against other threads and processes.
 */
public final class PostgresCluster {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final Duration ORPHANS_PATIENCE = Duration.ofSeconds(15);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(15);

  private final Path wished;
  private final Consumer<String> progress;

  private PostgresCluster(Path wished, Consumer<String> progress) {
    this.wished = wished;
    this.progress = progress;
  }

  public static PostgresCluster at(Path directory) {
    return at(directory, LOG::info);
  }

  /**
   * @param progress hears one sentence before each step that takes time
   */
  public static PostgresCluster at(Path directory, Consumer<String> progress) {
    return new PostgresCluster(directory, progress);
  }

  /**
   * Starts the cluster, creating or recovering it where needed; attaches to one that runs already.
   *
   * @throws PostgresFailure with the reason in plain words
   */
  public RunningCluster start(ClusterSettings settings) {
    PostgresBinaries.requireSupported(System.getProperty("os.name"), System.getProperty("os.arch"));
    RunAs runAs = RunAs.forThisProcess();
    PostgresBinaries binaries =
        PostgresBinaries.unpackedIn(PostgresBinaries.defaultCache(runAs), progress);
    ClusterDirectory directory = ClusterDirectory.prepare(wished, runAs, progress);
    try (DirectoryLock _ = DirectoryLock.acquire(directory.lockFile())) {
      Optional<Postmaster> running = awaitSettled(directory, settings);
      if (running.isPresent()) {
        requireDurability(directory, settings);
        return running(directory, running.get(), true);
      }
      PostgresBinaries.requireSpace(directory.root(), settings.minimumFreeBytes());
      ServerLaunch.requireFree(settings.port());
      if (!directory.isInitialised()) {
        progress.accept("creating the database in " + directory.root());
        ClusterCreation.create(directory, binaries, runAs, settings);
      }
      requireMajorVersion(directory);
      requireDurability(directory, settings);
      clearRemains(directory);
      progress.accept("starting PostgreSQL " + PostgresBinaries.version());
      Postmaster launched = ServerLaunch.launch(directory, binaries, runAs, settings);
      return running(directory, launched, false);
    } catch (IOException e) {
      throw ClusterDirectory.unusable(directory.root(), e);
    }
  }

  /** Looks, changes nothing. */
  public ClusterStatus status() {
    if (!Files.isDirectory(wished)) {
      return new ClusterStatus.Absent();
    }
    Optional<ClusterDirectory> directory =
        ClusterDirectory.existing(wished, RunAs.forThisProcess());
    if (directory.isEmpty() || !directory.get().isInitialised()) {
      return new ClusterStatus.Absent();
    }
    try {
      return Postmaster.on(directory.get().data())
          .<ClusterStatus>map(
              found -> new ClusterStatus.Running(found.pid(), found.port(), found.ready()))
          .orElseGet(ClusterStatus.Stopped::new);
    } catch (IOException e) {
      throw ClusterDirectory.unusable(wished, e);
    }
  }

  /**
   * Ends all sessions, writes everything out and ends the process.
   *
   * @return false when nothing ran
   */
  public boolean stop() {
    if (!Files.isDirectory(wished)) {
      return false;
    }
    RunAs runAs = RunAs.forThisProcess();
    Optional<ClusterDirectory> directory = ClusterDirectory.existing(wished, runAs);
    if (directory.isEmpty()) {
      return false;
    }
    try (DirectoryLock _ = DirectoryLock.acquire(directory.get().lockFile())) {
      return stop(directory.get(), runAs);
    } catch (IOException e) {
      throw ClusterDirectory.unusable(wished, e);
    }
  }

  /** Stops the cluster and removes it from the disk, with every database in it. */
  public void deleteWithAllData() {
    if (!Files.isDirectory(wished)) {
      return;
    }
    RunAs runAs = RunAs.forThisProcess();
    Optional<ClusterDirectory> directory = ClusterDirectory.existing(wished, runAs);
    if (directory.isEmpty()) {
      return;
    }
    try (DirectoryLock _ = DirectoryLock.acquire(directory.get().lockFile())) {
      stop(directory.get(), runAs);
      FileTree.delete(directory.get().root());
      if (Files.isSymbolicLink(wished)) {
        Files.delete(wished);
      }
    } catch (IOException e) {
      throw ClusterDirectory.unusable(wished, e);
    }
  }

  private static boolean stop(ClusterDirectory directory, RunAs runAs) throws IOException {
    Optional<Postmaster> running = Postmaster.on(directory.data());
    if (running.isEmpty()) {
      return false;
    }
    PostgresBinaries binaries =
        PostgresBinaries.unpackedIn(PostgresBinaries.defaultCache(runAs), LOG::info);
    RunAs.Outcome outcome =
        runAs.run(
            binaries.program("pg_ctl"),
            "stop",
            "--pgdata=" + directory.data(),
            "--mode=fast",
            "--timeout=" + STOP_PATIENCE.toSeconds(),
            "--silent");
    // The file goes a moment before the process, whose port and memory the next start may want.
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    while (Postmaster.isPostgresOn(running.get().pid(), directory.data())
        && outcome.succeeded()
        && System.nanoTime() < deadline) {
      pause();
    }
    if (Postmaster.isPostgresOn(running.get().pid(), directory.data())) {
      throw new PostgresFailure(
          Kind.STOP_FAILED,
          "PostgreSQL in %s, process %d, doesn't stop: %s"
              .formatted(directory.root(), running.get().pid(), outcome.output()));
    }
    return true;
  }

  private RunningCluster running(
      ClusterDirectory directory, Postmaster postmaster, boolean attached) throws IOException {
    if (!Files.exists(directory.passwordFile())) {
      throw new PostgresFailure(
          Kind.FILES,
          "the superuser's password is gone from "
              + directory.passwordFile()
              + "; put it back from your backup");
    }
    Superuser superuser = new Superuser(Superuser.NAME, directory.read(directory.passwordFile()));
    return new RunningCluster(
        this, directory.root(), postmaster.port(), postmaster.pid(), superuser, attached);
  }

  /** A process found while it starts or stops is waited for. */
  private static Optional<Postmaster> awaitSettled(
      ClusterDirectory directory, ClusterSettings settings) throws IOException {
    long deadline = System.nanoTime() + settings.startTimeout().toNanos();
    Optional<Postmaster> found = Postmaster.on(directory.data());
    while (found.isPresent() && !found.get().ready()) {
      if (System.nanoTime() > deadline) {
        throw new PostgresFailure(
            Kind.BUSY,
            "PostgreSQL in %s, process %d, runs and isn't ready after %d s; see %s"
                .formatted(
                    directory.root(),
                    found.get().pid(),
                    settings.startTimeout().toSeconds(),
                    directory.log()));
      }
      pause();
      found = Postmaster.on(directory.data());
    }
    return found;
  }

  private static void requireMajorVersion(ClusterDirectory directory) throws IOException {
    String found = directory.read(directory.data().resolve("PG_VERSION"));
    if (!found.equals(PostgresBinaries.majorVersion())) {
      throw new PostgresFailure(
          Kind.OTHER_VERSION,
          "%s was made by PostgreSQL %s and this is PostgreSQL %s; dump it with the old version"
                  .formatted(directory.root(), found, PostgresBinaries.majorVersion())
              + " and restore it into a new directory");
    }
  }

  private static void requireDurability(ClusterDirectory directory, ClusterSettings settings)
      throws IOException {
    String found = directory.read(directory.durabilityFile());
    if (!found.equals(settings.durability())) {
      throw new PostgresFailure(
          Kind.OTHER_DURABILITY,
          "%s was made '%s' and can't be run '%s'; choose another directory"
              .formatted(directory.root(), found, settings.durability()));
    }
  }

  /** After a crash: waits for what is left of the old server, so that two never write at once. */
  private static void clearRemains(ClusterDirectory directory) throws IOException {
    long deadline = System.nanoTime() + ORPHANS_PATIENCE.toNanos();
    List<Long> leftovers = Postmaster.leftovers(directory.data());
    while (!leftovers.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new PostgresFailure(
            Kind.BUSY,
            "a crashed PostgreSQL left processes behind in %s; end them first: %s"
                .formatted(directory.root(), leftovers));
      }
      pause();
      leftovers = Postmaster.leftovers(directory.data());
    }
    Postmaster.forgetReusedPid(directory.data());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw PostgresFailure.interrupted(e);
    }
  }
}
