package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Metadata;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What anybody can send as often as they like must not fill the log. */
@Tag("database")
class RecordVolumeTest {
  private static final String TOKEN = Visitor.REALM + "/oauth2/token";
  private static final int FLOOD = 40;

  @Test
  void flood_ofWhatNobodyProved_isARecordForEachReasonAndClient() {
    try (RunningServer server = RunningServer.start()) {
      HttpDriver anybody = server.browser();
      FormData garbage = FormData.of("grant_type", "authorization_code", "code", "garbage");
      garbage = garbage.add("redirect_uri", Visitor.CALLBACK).add("code_verifier", "v".repeat(43));
      FormData refresh = FormData.of("grant_type", "refresh_token", "refresh_token", "garbage");
      for (int i = 0; i < FLOOD; i++) {
        anybody.post(TOKEN, garbage.add("client_id", "nobody-" + i)).expect(401);
        anybody.post(TOKEN, garbage.add("client_id", "monitrax-web")).expect(401);
        anybody.post(TOKEN, garbage).expect(401);
        anybody.post(TOKEN, garbage.add("client_assertion", "x")).expect(401);
        anybody.post(TOKEN, garbage.add("client_id", "monitrax-spa")).expect(400);
        anybody.post(TOKEN, refresh.add("client_id", "monitrax-spa")).expect(400);
        anybody
            .request("POST", TOKEN)
            .basic("monitrax-web", "wrong")
            .form(garbage)
            .send()
            .expect(401);
        anybody
            .request("POST", TOKEN)
            .basic("monitrax-web", "wrong")
            .form(garbage.add("client_id", "other"))
            .send()
            .expect(400);
      }
      assertThat(reasons(server)).as("none of its own").isEmpty();
      server.stopServer();

      List<AuditRecord> counted = reasons(server);
      assertThat(counted.stream().map(RecordVolumeTest::line))
          .containsExactlyInAnyOrder(
              "client_unknown - " + FLOOD,
              "client_authentication_missing monitrax-web " + FLOOD,
              "client_authentication_missing - " + FLOOD,
              "client_authentication_method - " + FLOOD,
              "code_unknown monitrax-spa " + FLOOD,
              "refresh_unknown monitrax-spa " + FLOOD,
              "client_secret_wrong monitrax-web " + FLOOD,
              "client_authentication_repeated - " + FLOOD);
    }
  }

  /** The counted refusals of clients, and refusals with a record of their own. */
  private static List<AuditRecord> reasons(RunningServer server) {
    return Records.all(server).stream()
        .filter(record -> record.type().equals("request.refused") || record.reason().isPresent())
        .toList();
  }

  private static String line(AuditRecord record) {
    Map<String, String> details =
        record.metadata().entries().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> text(entry.getValue())));
    return details.get("refused_for")
        + " "
        + record.client().orElse("-")
        + " "
        + details.get("count");
  }

  private static String text(Metadata.Value value) {
    return switch (value) {
      case Metadata.Value.OfText text -> text.text();
      case Metadata.Value.OfInteger number -> String.valueOf(number.number());
      case Metadata.Value.OfBoolean flag -> String.valueOf(flag.flag());
    };
  }

  @Test
  void garbage_ofAClientWithASecret_isRecordedEach() {
    RunningServer server = RunningServer.shared();
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of("monitrax-web", "openid");
    long before = garbageOf(server);
    for (int i = 0; i < 3; i++) {
      ada.exchange(ask, "garbage").expect(400);
      ada.refresh("monitrax-web", "garbage").expect(400);
    }
    assertThat(garbageOf(server) - before).isEqualTo(6);
  }

  private static long garbageOf(RunningServer server) {
    return Records.all(server).stream()
        .filter(record -> record.client().orElse("").equals("monitrax-web"))
        .filter(record -> record.reason().orElse("").matches("(code|refresh)_unknown"))
        .count();
  }
}
