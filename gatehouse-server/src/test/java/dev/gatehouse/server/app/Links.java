package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The links that come by mail, and what a dead one answers. */
final class Links {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Links() {}

  /** The link of the latest mail to that address with that subject. */
  static URI mailed(RunningServer server, String email, String subject, String path) {
    return server.mail().await(email, subject, PATIENCE).link(path);
  }

  /** The link that confirms the sign-up. */
  static URI confirmation(Visitor visitor) {
    return mailed(visitor.server, visitor.email, "Confirm your address", "/verify");
  }

  /** Asks for a link to a new password. */
  static URI reset(Visitor visitor) {
    visitor.server.mail().clear();
    visitor
        .browser
        .get(Visitor.REALM + "/forgot")
        .form()
        .submit(Map.of("email", visitor.email))
        .expect(200);
    return mailed(visitor.server, visitor.email, "Choose a new password", "/reset");
  }

  static void assertDead(Page page) {
    assertThat(page.expect(400).title()).contains("no longer works");
  }
}
