package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailCatcherTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MailCatcher catcher = MailCatcher.start();

  @AfterEach
  void close() {
    catcher.close();
  }

  @Test
  void await_mailSentMeanwhile_readsTextHtmlAndLinks() throws Exception {
    List<CaughtMail> heard = new CopyOnWriteArrayList<>();
    catcher.onMail(heard::add);
    CompletableFuture<CaughtMail> awaited =
        CompletableFuture.supplyAsync(() -> catcher.await("ADA@example.com", PATIENCE));

    send("ada@example.com", "Grüezi, verify");

    CaughtMail mail = awaited.get();
    assertThat(mail.subject()).isEqualTo("Grüezi, verify");
    assertThat(mail.from()).isEqualTo("Gatehouse <no-reply@example.com>");
    assertThat(mail.recipients()).containsExactly("ada@example.com");
    assertThat(mail.text()).contains("Zürich");
    assertThat(mail.html()).contains("<b>");
    assertThat(mail.source()).contains("Subject: =?UTF-8?");
    assertThat(mail.links())
        .containsExactly(
            URI.create("http://127.0.0.1:8080/v?t=1&u=2"), URI.create("https://help.example/"));
    assertThat(mail.link("/v")).hasParameter("u", "2");
    assertThat(heard).containsExactly(mail);
    assertThat(catcher.latestTo("eve@example.com")).isEmpty();
  }

  @Test
  void await_noMail_saysWhatThereIs() throws Exception {
    send("ada@example.com", "One");

    assertThatThrownBy(() -> catcher.await("bob@example.com", Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no mail to bob@example.com")
        .hasMessageContaining("[ada@example.com] One");
  }

  @Test
  void setFault_tryLaterThenReject_answers451And550() {
    catcher.setFault(MailCatcher.Fault.TRY_LATER);
    assertThatThrownBy(() -> send("ada@example.com", "One"))
        .isInstanceOf(SendFailedException.class)
        .rootCause()
        .hasMessageContaining("451");

    catcher.setFault(MailCatcher.Fault.REJECT);
    assertThatThrownBy(() -> send("ada@example.com", "One"))
        .isInstanceOf(SendFailedException.class)
        .rootCause()
        .hasMessageContaining("550");

    assertThat(catcher.all()).isEmpty();
  }

  @Test
  void setFault_hangThenNone_senderGoesOn() throws Exception {
    catcher.setFault(MailCatcher.Fault.HANG);
    assertThatThrownBy(() -> send("ada@example.com", "Lost", 200))
        .isInstanceOf(MessagingException.class);
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> {
          try {
            send("ada@example.com", "Late");
          } catch (MessagingException e) {
            throw new IllegalStateException(e);
          }
        });

    catcher.setFault(MailCatcher.Fault.NONE);

    sending.get();
    assertThat(catcher.all()).extracting(CaughtMail::subject).containsExactly("Late");
  }

  private void send(String to, String subject) throws MessagingException {
    send(to, subject, 20_000);
  }

  private void send(String to, String subject, int timeoutMillis) throws MessagingException {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", catcher.host());
    properties.setProperty("mail.smtp.port", Integer.toString(catcher.port()));
    properties.setProperty("mail.smtp.timeout", Integer.toString(timeoutMillis));
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom(new InternetAddress("Gatehouse <no-reply@example.com>"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    message.setSubject(subject, "UTF-8");
    MimeBodyPart text = new MimeBodyPart();
    text.setText("Hello Zürich: http://127.0.0.1:8080/v?t=1&u=2.", "UTF-8");
    MimeBodyPart html = new MimeBodyPart();
    html.setContent(
        "<b>Hi</b> <a href=\"http://127.0.0.1:8080/v?t=1&amp;u=2\">Verify</a>"
            + " <a href='https://help.example/'>Help</a>",
        "text/html; charset=UTF-8");
    MimeMultipart parts = new MimeMultipart("alternative");
    parts.addBodyPart(text);
    parts.addBodyPart(html);
    message.setContent(parts);
    Transport.send(message);
  }
}
