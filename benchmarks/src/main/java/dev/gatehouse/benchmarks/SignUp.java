package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.MailCatcher;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** How a person comes into a realm: the page, the mail, the link. */
final class SignUp {
  private static final Duration MAIL_PATIENCE = Duration.ofSeconds(30);

  /** The first of a realm gets the slug {@code bench}. */
  private static final String ORGANISATION = "Bench";

  private SignUp() {}

  /** A new person with an organisation of their own. */
  static Account at(URI base, MailCatcher mail, String realm) {
    String email = "load." + UUID.randomUUID() + "@brunner.example";
    Account account = new Account(email, "violet-kettle-" + UUID.randomUUID());
    try (HttpDriver browser = HttpDriver.at(base)) {
      browser
          .get("/r/" + realm + "/register")
          .expect(200)
          .form("/register")
          .submit(
              Map.of(
                  "name",
                  "Load",
                  "email",
                  email,
                  "organisation",
                  ORGANISATION,
                  "password",
                  account.password()))
          .followWithin()
          .expect(200);
      URI link = mail.await(email, MAIL_PATIENCE).link("/verify");
      browser.get(link).followWithin().expect(200).form("/verify").submit().followAll().expect(200);
    }
    return account;
  }
}
