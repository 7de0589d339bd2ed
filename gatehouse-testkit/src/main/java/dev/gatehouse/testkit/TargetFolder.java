package dev.gatehouse.testkit;

import java.nio.file.Path;

/** Where the build of the module under test puts what it makes. */
final class TargetFolder {

  private TargetFolder() {}

  static Path ofModule() {
    // Surefire sets "basedir" to the module's folder.
    return Path.of(System.getProperty("basedir", System.getProperty("user.dir")), "target");
  }
}
