package dev.gatehouse.postgres;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The user PostgreSQL runs as. PostgreSQL refuses root, so root hands over to {@code postgres} or
 * {@code nobody}; everyone else runs it under their own name.
 *
 * @param launcherUid the user of this JVM
 * @param prefix what goes before a command to become {@code user}; empty when nothing changes
 */
record RunAs(String user, int uid, int gid, int launcherUid, List<String> prefix) {

  private static final List<String> CANDIDATES = List.of("postgres", "nobody");
  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

  /** The finished run of a command. */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  static RunAs forThisProcess() {
    Path self = Path.of("/proc/self");
    int uid = attribute(self, "unix:uid");
    if (uid != 0) {
      String name = System.getProperty("user.name");
      return new RunAs(name, uid, attribute(self, "unix:gid"), uid, List.of());
    }
    for (String candidate : CANDIDATES) {
      Optional<Integer> candidateUid = id("-u", candidate);
      Optional<Integer> candidateGid = id("-g", candidate);
      if (candidateUid.isPresent() && candidateGid.isPresent()) {
        return handingOverTo(candidate, candidateUid.get(), candidateGid.get());
      }
    }
    throw new PostgresFailure(
        Kind.UNSUPPORTED_PLATFORM,
        "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it"
            + " as; start as another user or set GATEHOUSE_DATABASE_URL");
  }

  private static RunAs handingOverTo(String user, int uid, int gid) {
    Optional<String> setpriv = find("setpriv");
    if (setpriv.isPresent()) {
      List<String> prefix =
          List.of(
              setpriv.get(),
              "--reuid=" + uid,
              "--regid=" + gid,
              "--clear-groups",
              "--no-new-privs");
      return new RunAs(user, uid, gid, 0, prefix);
    }
    Optional<String> runuser = find("runuser");
    if (runuser.isPresent()) {
      return new RunAs(user, uid, gid, 0, List.of(runuser.get(), "-u", user, "--"));
    }
    Optional<String> su = find("su");
    if (su.isPresent()) {
      String exec = "exec \"$0\" \"$@\"";
      return new RunAs(
          user, uid, gid, 0, List.of(su.get(), "-s", "/bin/sh", user, "-c", exec, "--"));
    }
    throw new PostgresFailure(
        Kind.UNSUPPORTED_PLATFORM,
        "PostgreSQL refuses to run as root, and none of setpriv, runuser and su is installed;"
            + " install util-linux, start as another user or set GATEHOUSE_DATABASE_URL");
  }

  boolean handsOver() {
    return !prefix.isEmpty();
  }

  /** Runs a command as {@link #user()} to its end; its children must not keep its output open. */
  Outcome run(String... command) {
    ProcessBuilder builder = process(List.of(command)).redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream output = process.getInputStream()) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text.strip());
      }
    } catch (IOException e) {
      throw new PostgresFailure(Kind.FILES, "can't run " + command[0] + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw PostgresFailure.interrupted(e);
    }
  }

  /** A process that inherits nothing of this JVM's environment: it may hold secrets. */
  ProcessBuilder process(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(Path.of("/").toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", String.join(":", FOLDERS));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    return builder;
  }

  /** Whether {@link #user()} can enter this directory, its parents included. */
  boolean canEnter(Path directory) {
    return !handsOver() || run("test", "-x", directory.toString()).succeeded();
  }

  /** Gives a file or directory to {@link #user()}. */
  void give(Path path) throws IOException {
    if (handsOver()) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      letGroupIn(path);
    }
  }

  /** Leaves the owner as it is and sets the group of {@link #user()}. */
  void letGroupIn(Path path) throws IOException {
    if (handsOver()) {
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  boolean launcherOwns(Path path) {
    return attribute(path, "unix:uid") == launcherUid;
  }

  private static int attribute(Path path, String name) {
    try {
      return (Integer) Files.getAttribute(path, name);
    } catch (IOException | UnsupportedOperationException e) {
      throw new PostgresFailure(
          Kind.FILES, "can't read the owner of " + path + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Integer> id(String option, String user) {
    Outcome outcome = new RunAs("", 0, 0, 0, List.of()).run("id", option, user);
    return outcome.succeeded() ? Optional.of(Integer.parseInt(outcome.output())) : Optional.empty();
  }

  private static Optional<String> find(String tool) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
