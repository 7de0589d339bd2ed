package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.PrivateAuthority;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Applications are told that a session ended (OpenID Connect Back-Channel Logout 1.0). */
@Tag("database")
class BackchannelLogoutTest {
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(40));
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final AtomicInteger status = new AtomicInteger(200);
  private final Application web = Application.answering(status::get);
  private final CountDownLatch never = new CountDownLatch(1);
  private final Application spa =
      Application.answering(() -> {
        try {
          never.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
        return 200;
      });
  private final RunningServer server = server(web.logoutUri().toString());

  private RunningServer server(String webUri) {
    return server(webUri, Map.of());
  }

  private RunningServer server(String webUri, Map<String, String> settings) {
    return RunningServer.changed(
        Map.of(
            "    name: Monitrax Web\n",
            "    name: Monitrax Web\n    backchannel_logout_uri: " + webUri + "\n",
            "    name: Monitrax Dashboard\n",
            "    name: Monitrax Dashboard\n    backchannel_logout_uri: " + spa.logoutUri() + "\n"),
        settings);
  }

  @AfterEach
  void stop() {
    never.countDown();
    server.close();
    web.close();
    spa.close();
  }

  @Test
  void everyEnd_ofASession_isTold() {
    List<String> told = new ArrayList<>();
    Visitor ada = Visitor.signedIn(server);
    // sign-out here
    expect(told, ada);
    ada.browser.get(Visitor.REALM + "/sign-out").form().submit();
    assertTold(told);
    // an application asks
    ada.signIn();
    String hint = expect(told, ada);
    ada.browser.get(Visitor.REALM + "/oauth2/logout?id_token_hint=" + hint).expect(303);
    assertTold(told);
    // ended from another browser, one and all
    ada.signIn();
    expect(told, ada);
    Visitor elsewhere = ada.elsewhere();
    elsewhere.signIn().expect(303);
    elsewhere.account().forms().stream()
        .filter(form -> form.data().first("session").isPresent())
        .findFirst()
        .orElseThrow()
        .submit()
        .expect(303);
    assertTold(told);
    ada.signIn();
    expect(told, ada);
    elsewhere.account().form("/end-others").submit().expect(303);
    assertTold(told);
    // a changed password
    ada.signIn();
    expect(told, ada);
    String fresh = "eighteen quiet herons by the lake";
    elsewhere
        .browser
        .get(Visitor.REALM + "/account/password")
        .form()
        .submit(Map.of("password", Visitor.PASSWORD, "new_password", fresh))
        .expect(303);
    assertTold(told);
  }

  /** Gets tokens of this session and notes what will be told of it. */
  private static String expect(List<String> told, Visitor visitor) {
    JsonNode tokens = visitor.tokens(Ask.of("monitrax-web", "openid"));
    String idToken = tokens.get("id_token").asString();
    told.add(UnverifiedJwt.of(idToken).claim("sid"));
    return idToken;
  }

  private void assertTold(List<String> sessions) {
    assertThat(web.await().claim("sid")).isEqualTo(sessions.getLast());
  }

  @Test
  @Attack("I7")
  void logoutToken_isWhatTheSpecificationSays_andNobodyWaitsForAnybody() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    keepTheDashboardBusy();
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid profile"));
    ada.tokens(Ask.of("monitrax-web", "openid"));
    UnverifiedJwt idToken = UnverifiedJwt.of(tokens.get("id_token").asString());
    status.set(503);
    ada.browser.get(Visitor.REALM + "/sign-out").form().submit().expect(303);
    assertThat(ada.isSignedIn()).isFalse();
    Set<String> ids = new HashSet<>();
    for (int attempt = 1; attempt <= 6; attempt++) {
      String text = web.awaitText();
      SignedJWT token = SignedJWT.parse(text);
      assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
      JWKSet keys =
          JWKSet.parse(server.browser().get(Visitor.REALM + "/oauth2/jwks").expect(200).body());
      assertThat(
              token.verify(
                  new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
          .isTrue();
      Map<String, Object> claims = token.getJWTClaimsSet().getClaims();
      assertThat(claims.keySet())
          .containsExactlyInAnyOrder("iss", "sub", "aud", "iat", "exp", "jti", "sid", "events");
      assertThat(claims)
          .containsEntry("iss", server.base() + Visitor.REALM)
          .containsEntry("sub", idToken.claim("sub"))
          .containsEntry("sid", idToken.claim("sid"))
          .containsEntry("events", Map.of(EVENT, Map.of()));
      assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("monitrax-web");
      assertThat(
              Duration.between(
                  token.getJWTClaimsSet().getIssueTime().toInstant(),
                  token.getJWTClaimsSet().getExpirationTime().toInstant()))
          .isEqualTo(Duration.ofMinutes(2));
      assertThat(ids.add(token.getJWTClaimsSet().getJWTID())).isTrue();
      // it is no hint, although the same key signed it
      ada.browser.get(Visitor.REALM + "/oauth2/logout?id_token_hint=" + text).expect(400);
      letTimePassAfter(attempt);
    }
    awaitRow("web", "given_up_at IS NOT NULL AND attempts = 6");
    assertThat(Records.of(server, ada.organisation))
        .filteredOn(record -> record.type().equals("session.logout_notice_failed"))
        .hasSize(1);
    server.clock().advance(Duration.ofHours(3));
    assertThat(web.untold()).isZero();
  }

  private void keepTheDashboardBusy() {
    // the dashboard never answers
    for (int i = 0; i < 3; i++) {
      Visitor other = Visitor.signedIn(server);
      other.tokens(Ask.of("monitrax-spa", "openid"));
      other.browser.get(Visitor.REALM + "/sign-out").form().submit().expect(303);
    }
  }

  /** Lets the attempt be marked, then the time pass until the next. */
  private void letTimePassAfter(int attempt) {
    if (attempt <= WAITS.size()) {
      Duration wait = WAITS.get(attempt - 1);
      awaitRow(
          "web",
          "attempts = %d AND next_attempt_at = '%s'"
              .formatted(attempt, server.clock().instant().plus(wait)));
      server.clock().advance(wait.plusSeconds(1));
    }
  }

  @Test
  @Attack("I7")
  void endpoint_onOurOwnNetwork_isNeverCalled() {
    try (Application internal = Application.answering(() -> 200)) {
      String port = ":" + internal.logoutUri().getPort();
      try (RunningServer own = server("http://[::1]" + port + "/backchannel")) {
        Visitor ada = Visitor.signedIn(own);
        ada.tokens(Ask.of("monitrax-web", "openid"));
        ada.browser.get(Visitor.REALM + "/sign-out").form().submit().expect(303);
        awaitRow(own, "last_error IS NOT NULL");
        assertThat(internal.untold()).isZero();
      }
    }
  }

  @Test
  void endpoint_ofAPrivateAuthority_isToldWhereTheOperatorNamesIt(@TempDir Path folder) {
    PrivateAuthority authority = PrivateAuthority.in(folder);
    try (Application behindTls =
            Application.answering(() -> 200, authority.serving("ip:127.0.0.1"));
        RunningServer own =
            server(
                behindTls.logoutUri().toString(),
                Map.of("gatehouse.outbound-ca-file", authority.pem().toString()))) {
      Visitor ada = Visitor.signedIn(own);
      String session = expect(new ArrayList<>(), ada);
      ada.browser.get(Visitor.REALM + "/sign-out").form().submit().expect(303);
      assertThat(behindTls.await().claim("sid")).isEqualTo(UnverifiedJwt.of(session).claim("sid"));
    }
  }

  @Test
  void start_withAFileOfAuthoritiesThatIsEmpty_isRefused(@TempDir Path folder) throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    assertThatThrownBy(
            () -> RunningServer.start(Map.of("gatehouse.outbound-ca-file", empty.toString())))
        .hasRootCauseMessage(
            "the file of certificate authorities, " + empty + ", holds no certificate");
  }

  @Test
  void notice_ofARealmThatIsGone_isSettled() {
    TenantId tenant = server.database().tenant(server.database().realm("gone"), "acme");
    server
        .database()
        .execute(
            """
            INSERT INTO gatehouse.logout_notice
              (tenant_id, session_id, client_id, realm_id, principal_id, next_attempt_at, created_at)
            VALUES (?, gen_random_uuid(), 'shop', 'gone', gen_random_uuid(), ?::timestamptz, now())
            """,
            tenant.value(),
            server.clock().instant().minusSeconds(1).toString());
    awaitRow(server, "realm_id = 'gone' AND given_up_at IS NOT NULL AND attempts = 1");
  }

  @Test
  void application_thatGotNothing_isToldNothing() {
    Visitor ada = Visitor.signedIn(server);
    Page signedOut = ada.browser.get(Visitor.REALM + "/sign-out").form().submit();
    signedOut.expect(303);
    assertThat(rows(server, "true")).isZero();
  }

  private void awaitRow(String client, String condition) {
    awaitRow(server, "client_id = 'monitrax-" + client + "' AND " + condition);
  }

  private static void awaitRow(RunningServer of, String condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (rows(of, condition) == 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no notice where " + condition);
      }
      Thread.onSpinWait();
    }
  }

  private static int rows(RunningServer of, String condition) {
    try (Connection connection = of.database().superuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM gatehouse.logout_notice WHERE " + condition)) {
      row.next();
      return row.getInt(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
