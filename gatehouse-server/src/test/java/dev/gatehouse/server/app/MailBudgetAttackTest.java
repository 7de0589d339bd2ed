package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Page;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strangers who want a realm to run out of mail, in one that may write two of a kind an hour. */
@Tag("database")
class MailBudgetAttackTest {
  @AutoClose
  private static final RunningServer server =
      RunningServer.changed(Map.of("mails_per_hour: 1000", "mails_per_hour: 2"));

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
    Links.reset(ada);
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
