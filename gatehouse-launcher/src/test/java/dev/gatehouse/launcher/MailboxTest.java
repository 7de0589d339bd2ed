package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.MailCatcher;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages that show the demo's mails. */
class MailboxTest {
  @Test
  void pages_runNothingAndAreForThisMachineAlone() {
    try (MailCatcher catcher = MailCatcher.start();
        Mailbox mailbox = Mailbox.open(catcher, 0);
        HttpDriver browser = HttpDriver.at(mailbox.address())) {
      Page list = browser.get("/").expect(200);
      assertThat(list.text()).contains("No mail yet");
      assertThat(list.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'")
          .doesNotContain("script", "unsafe");
      assertThat(list.header("Referrer-Policy")).contains("no-referrer");
      assertThat(browser.get("/mailbox.css").expect(200).header("Content-Type").orElseThrow())
          .startsWith("text/css");
      assertThat(browser.get("/mail/0").status()).isEqualTo(404);
      assertThat(browser.get("/mail/99999999999").status()).isEqualTo(404);
      assertThat(browser.request("POST", "/").send().status()).isEqualTo(405);
    }
  }

  @Test
  void askedByAnotherName_isMisdirected() throws IOException {
    try (MailCatcher catcher = MailCatcher.start();
        Mailbox mailbox = Mailbox.open(catcher, 0);
        Socket socket =
            new Socket(InetAddress.ofLiteral("127.0.0.1"), mailbox.address().getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 421");
    }
  }

  @Test
  void mail_isShownAsTextWithItsLinks() {
    String html =
        MailboxPages.mail(
            mail(
                "<b>Hi</b>",
                "Confirm: http://localhost:8090/r/monitrax/verify?token=a&b=<script>x</script>"));
    assertThat(html)
        .contains("&lt;b&gt;Hi&lt;/b&gt;")
        .contains("href=\"http://localhost:8090/r/monitrax/verify?token=a&amp;b=\"")
        .contains("&lt;script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void list_isNewestFirst() {
    String html = MailboxPages.list(List.of(mail("Older", ""), mail("Newer", "")));
    assertThat(html.indexOf("/mail/1")).isLessThan(html.indexOf("/mail/0")).isPositive();
  }

  private static CaughtMail mail(String subject, String text) {
    return new CaughtMail(
        "no-reply@monitrax.example",
        List.of("ada@example.com"),
        subject,
        text,
        "",
        "",
        List.of(),
        Instant.EPOCH);
  }
}
