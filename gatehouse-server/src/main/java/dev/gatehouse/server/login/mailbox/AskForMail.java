package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.MailBudget;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Underway;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.Realm;
import java.util.function.Function;

/** Takes a request for mail: the same work and the same answer for every address. */
public final class AskForMail {
  private final Records records;
  private final MailBudget budget;
  private final MailRequests requests;
  private final Function<RealmId, Realm> realms;

  public AskForMail(
      Records records, MailBudget budget, MailRequests requests, Function<RealmId, Realm> realms) {
    this.records = records;
    this.budget = budget;
    this.requests = requests;
    this.realms = realms;
  }

  void ask(Exchange exchange, MailRequest.Kind kind, EmailAddress address, Underway underway)
      throws Refusal {
    EventType event =
        switch (kind) {
          case PASSWORD_RESET -> EventType.PASSWORD_RESET_ASKED;
          case VERIFICATION -> EventType.MAIL_ASKED;
        };
    Realm realm = realm(exchange);
    Attempt attempt = records.attempt(event, exchange).personally("email", address.address());
    records
        .transactions()
        .inRealm(
            exchange.realm(),
            attempt,
            tx -> {
              budget.ask(tx, kind.budget(), address, realm.mail());
              requests.ask(tx, kind, address, underway);
              attempt.succeeded(tx);
              return true;
            });
  }

  Realm realm(Exchange exchange) {
    return realms.apply(exchange.realm());
  }
}
