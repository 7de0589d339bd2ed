package dev.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.kind.Registration;
import dev.gatehouse.benchmarks.load.Load;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of work does at the server what its name says, a few times. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsTest {
  @TempDir private static Path folder;

  private Account person = new Account("", "");
  private @Nullable ServerInTest server;

  @BeforeAll
  void signUp() throws Exception {
    server = ServerInTest.start(folder);
    person = server.newPerson();
  }

  @AfterAll
  void close() {
    Objects.requireNonNull(server).close();
  }

  private Registration registration(Kind kind) throws IOException {
    return Objects.requireNonNull(server).registration(kind);
  }

  @Test
  void kinds_thatTheServerOffers_areDone() throws IOException {
    List<String> done = new ArrayList<>();
    for (Kind kind : Kind.all()) {
      Registration registration = registration(kind);
      if (kind.isOfferedBy(registration.provider())) {
        try (Work work = kind.client(registration, person)) {
          work.once();
          work.once();
        }
        done.add(kind.name());
      }
    }
    assertThat(done)
        .contains(
            "refresh",
            "refresh-with-id-token",
            "userinfo",
            "code-for-signed-in",
            "password-sign-in");
  }

  @Test
  void load_ofOneKind_countsWhatTheServerAnswered() throws IOException {
    Kind userinfo =
        Kind.all().stream()
            .filter(kind -> kind.name().equals("userinfo"))
            .findFirst()
            .orElseThrow();
    try (Work one = userinfo.client(registration(userinfo), person);
        Work other = userinfo.client(registration(userinfo), person)) {
      Load.Done done = new Load(List.of(one, other)).openLoop(100, Duration.ofMillis(100));
      assertThat(done.latencies().count()).isEqualTo(10);
    }
  }
}
