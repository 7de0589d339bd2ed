package dev.gatehouse.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.notify.MailTransport.DeliveryFailure;
import dev.gatehouse.server.notify.OutgoingMail.Sender;
import dev.gatehouse.server.notify.SmtpSettings.Security;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.FakeClock;
import dev.gatehouse.testkit.MailCatcher;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpTransportTest {
  private static final UUID ID = UUID.fromString("019ca945-0a00-7001-a518-301958927122");
  private static final EmailAddress FROM = address("no-reply@monitrax.example");

  private final MailCatcher catcher = MailCatcher.start();
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");

  @AfterEach
  void stop() {
    catcher.close();
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  private SmtpTransport transport(Security security, Duration timeout) {
    return new SmtpTransport(
        new SmtpSettings(catcher.host(), catcher.port(), security, Optional.empty(), timeout),
        clock);
  }

  private OutgoingMail mail(String subject, String text) {
    return new OutgoingMail(
        "test",
        new Sender("Monitrax: Grüße, \"Bo\" <x@evil.example>", FROM),
        address("Anna@example.com"),
        new RenderedMail(subject, text, "<p>Grüße</p>"),
        clock.instant().plusSeconds(60));
  }

  private void deliver(OutgoingMail mail) throws DeliveryFailure {
    transport(Security.NONE, SmtpSettings.TIMEOUT).deliver(ID, mail);
  }

  @Test
  void deliver_mail_arrivesAsTextAndHtmlWithAnIdOfItsOwn() throws DeliveryFailure {
    deliver(mail("Grüße aus Zürich", "Grüße\n.\nQUIT\n"));
    CaughtMail caught = catcher.await("anna@example.com", Duration.ofSeconds(10));
    assertThat(caught.subject()).isEqualTo("Grüße aus Zürich");
    assertThat(caught.text()).contains("Grüße").contains("QUIT");
    assertThat(caught.source())
        .contains("Message-ID: <" + ID + "@monitrax.example>")
        .contains("Auto-Submitted: auto-generated")
        .contains("multipart/alternative");
    assertThat(catcher.all()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: all@evil.example",
        "a\nBcc: all@evil.example",
        "a\rBcc: all@evil.example",
        "a\u0000",
        "a\u0085Bcc: all@evil.example"
      })
  void newMail_lineBreaksWhereAHeaderGoes_isImpossible(String hostile) {
    assertThatThrownBy(() -> new RenderedMail(hostile, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sender(hostile, FROM))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(EmailAddress.parse(hostile + "@example.com")).isEmpty();
    assertThat(EmailAddress.parse("a@example.com" + hostile)).isEmpty();
  }

  @Test
  void deliver_hostileSenderName_staysInsideItsHeader() throws DeliveryFailure {
    deliver(mail("x", "y"));
    CaughtMail caught = catcher.await("anna@example.com", Duration.ofSeconds(10));
    assertThat(caught.recipients()).hasSize(1);
    assertThat(caught.source().lines().filter(line -> line.startsWith("From:"))).hasSize(1);
    assertThat(caught.source()).contains("<" + FROM.address() + ">");
  }

  @Test
  void deliver_serverSaysLater_isNotPermanent() {
    catcher.setFault(MailCatcher.Fault.TRY_LATER);
    assertThatThrownBy(() -> deliver(mail("x", "y")))
        .isInstanceOfSatisfying(
            DeliveryFailure.class,
            failure -> {
              assertThat(failure.isPermanent()).isFalse();
              assertThat(failure)
                  .hasMessageContaining("451")
                  .hasMessageNotContaining("example.com");
            });
  }

  @Test
  void deliver_mailboxRefused_isPermanent() {
    catcher.setFault(MailCatcher.Fault.REJECT);
    assertThatThrownBy(() -> deliver(mail("x", "y")))
        .isInstanceOfSatisfying(
            DeliveryFailure.class,
            failure -> {
              assertThat(failure.isPermanent()).isTrue();
              assertThat(failure)
                  .hasMessageContaining("550")
                  .hasMessageNotContaining("example.com");
            });
  }

  @Test
  void deliver_serverHangs_endsInTime() {
    catcher.setFault(MailCatcher.Fault.HANG);
    SmtpTransport impatient = transport(Security.NONE, Duration.ofMillis(300));
    long start = System.nanoTime();
    assertThatThrownBy(() -> impatient.deliver(ID, mail("x", "y")))
        .isInstanceOfSatisfying(
            DeliveryFailure.class, failure -> assertThat(failure.isPermanent()).isFalse());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void deliver_noServer_isNotPermanent() {
    catcher.close();
    assertThatThrownBy(() -> deliver(mail("x", "y")))
        .isInstanceOfSatisfying(
            DeliveryFailure.class, failure -> assertThat(failure.isPermanent()).isFalse());
  }

  @Test
  void deliver_serverWithoutTls_getsNothingWhereTlsIsRequired() {
    assertThatThrownBy(
            () -> transport(Security.STARTTLS, SmtpSettings.TIMEOUT).deliver(ID, mail("x", "y")))
        .isInstanceOf(DeliveryFailure.class);
    assertThat(catcher.all()).isEmpty();
  }

  @Test
  void newSettings_passwordWithoutTls_isRefused() {
    SmtpSettings.Login login = new SmtpSettings.Login("user", Secret.of("password"));
    assertThatThrownBy(() ->
            new SmtpSettings(
                "mail.example", 25, Security.NONE, Optional.of(login), SmtpSettings.TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
