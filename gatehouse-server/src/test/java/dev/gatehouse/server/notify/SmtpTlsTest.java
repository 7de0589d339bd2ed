package dev.gatehouse.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.notify.OutgoingMail.Sender;
import dev.gatehouse.server.notify.SmtpSettings.Security;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.testkit.FakeClock;
import dev.gatehouse.testkit.MailCatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail over TLS: with the server that was meant, and with nobody else. */
class SmtpTlsTest {
  private final MailCatcher catcher = MailCatcher.start();
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    catcher.close();
  }

  private void deliver(Security security, TlsFront.Certificate shown, TlsFront.Certificate trusted)
      throws Exception {
    boolean startTls = security == Security.STARTTLS;
    try (TlsFront front = TlsFront.open(catcher.port(), startTls, shown)) {
      SmtpSettings settings =
          new SmtpSettings(
              "127.0.0.1", front.port(), security, Optional.empty(), Duration.ofSeconds(5));
      new SmtpTransport(settings, clock, Optional.of(trusted.trusting()))
          .deliver(UUID.fromString("019ca945-0a00-7001-a518-301958927122"), mail());
    }
  }

  private OutgoingMail mail() {
    return new OutgoingMail(
        "test",
        new Sender("Monitrax", EmailAddress.parse("no-reply@monitrax.example").orElseThrow()),
        EmailAddress.parse("anna@example.com").orElseThrow(),
        new RenderedMail("subject", "text", "<p>text</p>"),
        clock.instant().plusSeconds(60));
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void deliver_toTheServerThatWasMeant_arrives(Security security) throws Exception {
    TlsFront.Certificate right = TlsFront.Certificate.of(folder, "ip:127.0.0.1");
    deliver(security, right, right);
    assertThat(catcher.await("anna@example.com", Duration.ofSeconds(10)).subject())
        .isEqualTo("subject");
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void deliver_certificateOfAnotherHost_isNotSent(Security security) {
    TlsFront.Certificate other = TlsFront.Certificate.of(folder, "dns:mail.example");
    expectNothingSent(security, other, other);
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void deliver_certificateNobodyVouchesFor_isNotSent(Security security) {
    TlsFront.Certificate right = TlsFront.Certificate.of(folder, "ip:127.0.0.1");
    TlsFront.Certificate trusted = TlsFront.Certificate.of(folder, "dns:mail.example");
    expectNothingSent(security, right, trusted);
  }

  private void expectNothingSent(
      Security security, TlsFront.Certificate shown, TlsFront.Certificate trusted) {
    assertThatThrownBy(() -> deliver(security, shown, trusted))
        .isInstanceOfSatisfying(
            MailTransport.DeliveryFailure.class,
            failure -> assertThat(failure.isPermanent()).isFalse());
    assertThat(catcher.all()).isEmpty();
  }
}
