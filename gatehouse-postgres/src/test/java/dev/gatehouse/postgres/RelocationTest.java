package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root hands over to a user who can't enter every folder; nobody else does. */
@Tag("database")
class RelocationTest {

  @TempDir private Path closed;

  @Test
  void start_belowFolderClosedToPostgres_dataGoElsewhereAndAreLinked() throws Exception {
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path wished = closed.resolve("var");
    List<String> progress = new ArrayList<>();
    PostgresCluster cluster = PostgresCluster.at(wished, progress::add);

    RunningCluster running = cluster.start(ClusterSettings.unsafeForTestsWithoutFsync());
    try {
      assertThat(cluster.status()).isInstanceOf(ClusterStatus.Running.class);
      if (RunAs.forThisProcess().handsOver()) {
        assertThat(wished).isSymbolicLink();
        assertThat(running.directory().getParent()).isEqualTo(ClusterDirectory.SHARED);
        assertThat(progress).anyMatch(line -> line.contains("who can't reach " + wished));
        assertThat(
                PostgresCluster.at(wished)
                    .start(ClusterSettings.unsafeForTestsWithoutFsync())
                    .attached())
            .isTrue();
      } else {
        assertThat(running.directory()).isEqualTo(wished.toRealPath());
      }
    } finally {
      cluster.deleteWithAllData();
    }
    assertThat(Files.isSymbolicLink(wished)).isFalse();
    assertThat(running.directory()).doesNotExist();
  }

  @Test
  void start_fourAtOnceBelowAClosedFolder_oneProcess() {
    Path wished = closed.resolve("var");
    ClusterSettings settings = ClusterSettings.unsafeForTestsWithoutFsync();
    try {
      List<CompletableFuture<RunningCluster>> starts =
          IntStream.range(0, 4)
              .mapToObj(_ ->
                  CompletableFuture.supplyAsync(() -> PostgresCluster.at(wished).start(settings)))
              .toList();

      assertThat(starts.stream().map(start -> start.join().pid()).distinct()).hasSize(1);
    } finally {
      PostgresCluster.at(wished).deleteWithAllData();
    }
  }
}
