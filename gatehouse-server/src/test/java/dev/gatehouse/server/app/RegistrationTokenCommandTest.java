package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.admin.AdminClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Initial access tokens as the command makes them. */
@Tag("database")
class RegistrationTokenCommandTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RunningServer SERVER = Registering.SERVER;

  private static Reply ask(String realm, int uses, Duration life) throws IOException {
    return SERVER
        .admin()
        .post(
            "/register/token",
            JSON.writeValueAsString(
                Map.of("realm", realm, "uses", uses, "seconds", life.toSeconds(), "by", "ada")));
  }

  private static String token(int uses, Duration life) throws IOException {
    Reply reply = ask("monitrax", uses, life);
    assertThat(reply.status()).as(reply.json()).isEqualTo(200);
    return JSON.readTree(reply.json()).get("token").asString();
  }

  @Test
  void token_registersAsManyApplicationsAsItSays() throws IOException {
    String token = token(2, Duration.ofHours(1));

    Registering.register(token, Registering.good()).expect(201);
    Registering.register(token, Registering.good()).expect(201);
    Registering.register(token, Registering.good()).expect(401);
    assertThat(Records.all(SERVER))
        .extracting(AuditRecord::type)
        .contains("client.initial_access_issued");
  }

  @Test
  void token_expired_registersNothing() throws IOException {
    String token = token(1, Duration.ofMinutes(1));
    SERVER.clock().advance(Duration.ofMinutes(1));

    Registering.register(token, Registering.good()).expect(401);
  }

  @Test
  void token_notAllowed_isSaidSo() throws IOException {
    assertThat(ask("nowhere", 1, Duration.ofHours(1)).json()).contains("there is no realm");
    assertThat(ask("operators", 1, Duration.ofHours(1)).json()).contains("don't register with");
    assertThat(ask("monitrax", 0, Duration.ofHours(1)).json()).contains("1 to 1000 uses");
    assertThat(ask("monitrax", 1, Duration.ofDays(91)).json()).contains("90 days at most");
  }
}
