package dev.gatehouse.e2e;

import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Somebody with an address and a password of their own, new to every installation. */
record Person(String name, String email, String organisation, String password) {
  static final Duration MAIL_PATIENCE = Duration.ofSeconds(20);

  static Person called(String name) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    String local = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", ".");
    return new Person(
        name,
        local + "." + unique + "@brunner.example",
        "Brunner " + unique,
        "violet-kettle-" + UUID.randomUUID());
  }

  /** Signs up in the realm monitrax and proves the address, without a screen. */
  Person register(Installation installation) {
    return register(installation, "monitrax");
  }

  Person register(Installation installation, String realm) {
    try (HttpDriver browser = installation.browser()) {
      browser
          .get("/r/" + realm + "/register")
          .expect(200)
          .form("/register")
          .submit(
              Map.of(
                  "name", name,
                  "email", email,
                  "organisation", organisation,
                  "password", password))
          .followWithin()
          .expect(200);
      URI link = installation.mail().await(email, MAIL_PATIENCE).link("/verify");
      browser.get(link).followWithin().expect(200).form("/verify").submit().followAll().expect(200);
      return this;
    }
  }

  /** Signs in; the browser then has the session's cookie. */
  Page signIn(HttpDriver browser) {
    return enterPassword(browser.get("/r/monitrax/sign-in").followWithin());
  }

  /** The same on a sign-in page that is already there. */
  Page enterPassword(Page signInPage) {
    return signInPage
        .expect(200)
        .form("/sign-in")
        .submit(Map.of("email", email, "password", password))
        .followWithin();
  }
}
