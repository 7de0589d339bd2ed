package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much mail may be asked for, in a realm that writes six of a kind an hour at most. */
@Tag("database")
class MailBudgetAttackTest {
  @AutoClose
  private static final RunningServer server =
      RunningServer.changed(Map.of("mails_per_hour: 1000", "mails_per_hour: 6"));

  private static Page ask(Visitor visitor, String path) {
    Page page = visitor.browser.get(Visitor.REALM + path).expect(200);
    return page.form().submit(Map.of("email", visitor.email));
  }

  @Test
  void addressesNobodyHas_leaveTheMailToOthers() {
    server.clock().advance(Duration.ofHours(2));
    Visitor ada = Visitor.registered(server);
    for (int i = 0; i < 12; i++) {
      Visitor nobody = Visitor.unknown(server);
      ask(nobody, "/forgot").expect(200);
      ask(nobody, "/resend").expect(200);
    }
    assertThat(Links.reset(ada).getPath()).endsWith("/reset");
  }

  @Test
  void mailBeyondTheBudget_looksTheSameAndComesLater() throws SQLException {
    server.clock().advance(Duration.ofHours(2));
    Visitor ada = Visitor.registered(server);
    Visitor bob = Visitor.registered(server);
    server.clock().advance(Duration.ofHours(2));
    Visitor cy = Visitor.registered(server);
    for (int i = 0; i < 5; i++) {
      Links.reset(ada);
    }
    Links.reset(bob);
    Page asked = ask(cy, "/forgot").expect(200);
    Visitor nobody = Visitor.unknown(server);
    assertThat(ask(nobody, "/forgot").expect(200).text().replace(nobody.email, cy.email))
        .isEqualTo(asked.text());

    Instant refilled = server.clock().advance(Duration.ofMinutes(61));
    assertThat(Links.mailed(server, cy.email, "Choose a new password", "/reset").getPath())
        .endsWith("/reset");
    assertThat(issuedSince(refilled)).isOne();
    assertThat(Records.of(server, cy.organisation).getLast().type()).isEqualTo("link.issued");
  }

  @Test
  @Requirement("MON-10")
  void address_hasToBeConfirmed_byOneOfFewMailsThatSoonIsTooOld() {
    server.clock().advance(Duration.ofHours(2));
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    CaughtMail mail = server.mail().await(ada.email, Links.PATIENCE);
    assertThat(mail.subject()).isEqualTo("Confirm your address for Monitrax");
    for (String body : List.of(mail.text(), Jsoup.parse(mail.html()).text())) {
      assertThat(body).contains("Monitrax", "Confirm my address", "24 hours", "only once");
    }
    assertThat(mail.links()).allMatch(link -> link.toString().startsWith(realm() + "/verify?"));
    ada.signIn().expect(400);

    URI link = mail.link("/verify");
    for (int i = 0; i < 4; i++) {
      server.mail().clear();
      ask(ada, "/resend").expect(200);
      link = Links.confirmation(ada);
    }
    Page sixth = ask(ada, "/resend").expect(429);
    assertThat(sixth.header("Retry-After")).isPresent();
    ask(Visitor.unknown(server), "/resend").expect(200);
    ask(ada, "/forgot").expect(200);

    Visitor.unknown(server).signUp().expect(200);
    Page beyond = Visitor.unknown(server).signUp().expect(429);
    assertThat(beyond.header("Retry-After")).as("six are written").isPresent();

    ada.signIn().expect(400);
    server.clock().advance(Duration.ofHours(24));
    Links.assertDead(ada.browser.get(link));
    server.mail().clear();
    ask(ada, "/resend").expect(200);
    // a day later it is another browser, which takes the password chosen at sign-up
    ada.elsewhere()
        .browser
        .get(Links.confirmation(ada))
        .form("/verify")
        .submit(Map.of("password", Visitor.PASSWORD))
        .expect(303);
    ada.signIn().expect(303);
  }

  private static String realm() {
    return server.base() + Visitor.REALM;
  }

  private static int issuedSince(Instant start) throws SQLException {
    try (var connection = server.database().superuser();
        var query =
            connection.prepareStatement(
                "SELECT count(*) FROM gatehouse.link WHERE kind = 'reset' AND created_at >= ?")) {
      query.setObject(1, start.atOffset(java.time.ZoneOffset.UTC));
      try (var row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
