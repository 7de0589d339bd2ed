package dev.gatehouse.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One command at a time changes an installation. The system lets go when the process ends. */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, or says that another command has it. */
  static HomeLock take(Home home) {
    PrivateFiles.folder(home.var());
    PrivateFiles.touch(home.lockFile());
    try {
      FileChannel channel = FileChannel.open(home.lockFile(), StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new CommandFailure(
            ExitCode.TAKEN,
            "another gatehouse command works in " + home.var() + "; wait for it or end it");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw PrivateFiles.unusable(home.lockFile(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
