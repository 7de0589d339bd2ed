package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.audit.LoggedRecord;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text that would break a log, a terminal or a record, and what a record says of an act. */
@Tag("database")
class HostileTextTest {
  private static final String REALM = Visitor.REALM;
  private final RunningServer server = RunningServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Attack("A5")
  void hostileText_anywhere_staysInOneEncodedRecord() throws IOException {
    try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CapturedLog log = new CapturedLog()) {
      String lookup = "${jndi:ldap://127.0.0.1:" + canary.getLocalPort() + "/x}";
      String name = "Eve\",\"outcome\":\"success\"}" + lookup;
      String agent = "\"}\\u000a{\"x\":1} \u001b[31m" + lookup;
      Visitor eve = Visitor.unknown(server);
      signUp(eve, name, agent, lookup).expect(200);
      for (String typed :
          List.of("Eve\r\nERROR forged", "Eve\u001b[2Jx", "Eve\u2028x\u2029y", "Eve\u0085z")) {
        Visitor mallory = Visitor.unknown(server);
        assertThat(signUp(mallory, typed, "agent", lookup).status()).isIn(200, 400);
      }
      assertThat(raw("GET /r/monitrax/" + lookup.replace(" ", "") + " HTTP/1.1", agent))
          .contains(" 40");
      assertThat(raw("GET /r/monitrax/x%0d%0aERROR%20forged%1b%5b2J HTTP/1.1", lookup))
          .contains(" 40");
      assertThat(raw("GET /r/monitrax/sign-in?x=%0a%e2%80%a8" + "${jndi} HTTP/1.1", lookup))
          .contains(" ");
      server.browser().post(REALM + "/oauth2/token", FormData.of("client_id", name)).expect(401);
      server.stopServer();

      assertOneRecordEach(eve, name);
      assertThat(log.lines())
          .allSatisfy(line -> {
            assertThat(line).doesNotStartWith("ERROR forged");
            assertThat(
                    line.chars().filter(c -> (c < 0x20 && c != '\t') || c == 0x85 || c == 0x2028))
                .as(line)
                .isEmpty();
          });
      canary.setSoTimeout(200);
      assertNobodyCalls(canary);
    }
  }

  private static void assertNobodyCalls(ServerSocket canary) throws IOException {
    boolean called;
    try (Socket caller = canary.accept()) {
      called = caller.isConnected();
    } catch (SocketTimeoutException nobody) {
      called = false;
    }
    assertThat(called).as("a lookup was followed").isFalse();
  }

  private Page signUp(Visitor who, String name, String agent, String forwarded) {
    Form form =
        who.browser
            .get(REALM + "/register")
            .form()
            .fill(
                Map.of(
                    "name", name,
                    "email", who.email,
                    "organisation", who.organisation,
                    "password", Visitor.PASSWORD));
    // Java's client sends no control characters; those go by the raw request
    return form.request()
        .header("User-Agent", agent.replaceAll("\\p{Cntrl}", ""))
        .header("X-Forwarded-For", forwarded)
        .send();
  }

  /** The first line of the answer to a request as no client would write it. */
  private String raw(String line, String agent) throws IOException {
    String request =
        line
            + "\r\nHost: "
            + server.base().getAuthority()
            + "\r\nUser-Agent: "
            + agent
            + "\r\nX-Forwarded-For: "
            + agent
            + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  private void assertOneRecordEach(Visitor eve, String name) {
    // every stored record is the one spelling of itself, in printable ASCII or escaped
    for (String bytes :
        DatabaseState.rows(
            server, "SELECT convert_from(bytes, 'UTF8') FROM gatehouse.audit_record")) {
      assertThat(bytes.chars().filter(c -> c < 0x20 || c == 0x7f || c == 0x2028)).isEmpty();
      assertThat(bytes).doesNotContain("\"outcome\":\"success\"}${");
    }
    assertThat(
            Records.of(server, eve.organisation).stream()
                .filter(record -> record.type().equals("person.registered")))
        .hasSize(1);
    assertThat(name).contains("jndi");
  }

  @Test
  @Requirement("MON-9")
  void record_hasEveryField_andNobodyChangesIt() throws IOException {
    Visitor ada = Visitor.signedIn(server);
    ada.elsewhere().signIn().expect(303);
    Form form = ada.account().form(REALM + "/account/sessions/end");
    String target = form.value("session").orElseThrow();
    form.request().header("User-Agent", "Agent of MON/9").send().expect(303);

    String tenant = identity(ada, "tenant_id");
    AuditRecord record =
        Records.of(server, ada.organisation).stream()
            .filter(found -> found.type().equals("session.revoked"))
            .reduce((one, other) -> {
              throw new AssertionError("two records of one act");
            })
            .orElseThrow();
    assertThat(record.id().version()).isEqualTo(7);
    assertThat(record.type()).isEqualTo("session.revoked");
    assertThat(record.principal().map(UUID::toString)).contains(identity(ada, "principal_id"));
    assertThat(record.tenant().toString()).isEqualTo(tenant);
    assertThat(record.target().orElseThrow().type()).isEqualTo("session");
    assertThat(record.target().orElseThrow().id()).isEqualTo(target);
    assertThat(record.time()).isEqualTo(server.clock().instant());
    assertThat(record.severity().wire()).isEqualTo("notice");
    assertThat(record.realm()).isEqualTo("monitrax");
    assertThat(record.session()).isPresent();
    assertThat(record.request()).isPresent();
    LoggedRecord opened =
        OpenedRecords.of(server, tenant).stream()
            .filter(logged -> logged.record().id().equals(record.id()))
            .findFirst()
            .orElseThrow();
    assertThat(opened.personal())
        .isInstanceOfSatisfying(
            PersonalReading.Opened.class,
            personal ->
                assertThat(personal.fields().values())
                    .containsEntry("ip", "127.0.0.1")
                    .containsEntry("user_agent", "Agent of MON/9"));
    assertThat(Records.of(server, ada.organisation))
        .filteredOn(found -> found.type().equals("tenant.created"))
        .singleElement()
        .satisfies(opening -> assertThat(opening.metadata().entries()).containsKey("slug"));
  }

  private String identity(Visitor who, String column) {
    return DatabaseState.rows(
            server,
            "SELECT "
                + column
                + "::text FROM gatehouse.email_address WHERE address = '"
                + who.email
                + "'")
        .getFirst();
  }
}
