package dev.gatehouse.postgres;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps two processes, and two threads of one, from changing the same directory at once. */
final class DirectoryLock implements AutoCloseable {

  // A file lock belongs to the whole process, so threads of one JVM take this one first.
  private static final ReentrantLock WITHIN_THIS_PROCESS = new ReentrantLock();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock acquire(Path lockFile) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean entered = false;
    boolean locked = false;
    try {
      entered = WITHIN_THIS_PROCESS.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (entered) {
        FileChannel channel = open(lockFile);
        locked = lock(channel, deadline);
        if (locked) {
          return new DirectoryLock(channel);
        }
        channel.close();
      }
      throw new PostgresFailure(
          Kind.BUSY,
          "another process has been working on " + lockFile.getParent() + " for minutes");
    } catch (IOException e) {
      throw new PostgresFailure(Kind.FILES, "can't lock " + lockFile + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw PostgresFailure.interrupted(e);
    } finally {
      if (entered && !locked) {
        WITHIN_THIS_PROCESS.unlock();
      }
    }
  }

  private static FileChannel open(Path lockFile) throws IOException {
    return FileChannel.open(
        lockFile,
        Set.of(CREATE, WRITE, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static boolean lock(FileChannel channel, long deadline)
      throws IOException, InterruptedException {
    FileLock lock = channel.tryLock();
    while (lock == null && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(20));
      lock = channel.tryLock();
    }
    return lock != null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new PostgresFailure(Kind.FILES, "can't release a lock: " + e.getMessage(), e);
    } finally {
      WITHIN_THIS_PROCESS.unlock();
    }
  }
}
