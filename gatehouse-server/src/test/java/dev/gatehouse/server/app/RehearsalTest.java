package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.Refusal;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the cache of starts is made of, beside a server that runs. */
@Tag("database")
class RehearsalTest {
  @Test
  void rehearsal_besideTheServer_getsThroughAndLeavesItAlone() throws IOException, Refusal {
    try (RunningServer server = RunningServer.start()) {
      Rehearsal.rehearse(server.environment());
      assertThat(server.admin().post("/elsewhere", "{}").status()).isEqualTo(404);
      server.browser().get("/r/monitrax/sign-in").followAll().expect(200);
    }
  }
}
