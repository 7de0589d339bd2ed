package dev.gatehouse.server.notify;

import dev.gatehouse.server.notify.SmtpSettings.Security;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** Delivers to one SMTP server (RFC 5321), with every wait bounded and its certificate checked. */
public final class SmtpTransport implements MailTransport {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final SmtpSettings settings;
  private final Clock clock;
  private final Optional<SSLSocketFactory> sockets;

  public SmtpTransport(SmtpSettings settings, Clock clock) {
    this(settings, clock, Optional.empty());
  }

  /**
   * @param sockets which certificates are trusted; the JVM's own where it is absent
   */
  SmtpTransport(SmtpSettings settings, Clock clock, Optional<SSLSocketFactory> sockets) {
    this.settings = settings;
    this.clock = clock;
    this.sockets = sockets;
  }

  @Override
  public void deliver(UUID id, OutgoingMail mail) throws DeliveryFailure {
    Session session = Session.getInstance(properties(mail), authenticator());
    try (Transport transport = session.getTransport()) {
      MimeMessage message = message(session, id, mail);
      transport.connect();
      transport.sendMessage(message, new Address[] {recipient(mail)});
    } catch (MessagingException | UnsupportedEncodingException failure) {
      throw new DeliveryFailure(isPermanent(failure), summary(failure), failure);
    }
  }

  private MimeMessage message(Session session, UUID id, OutgoingMail mail)
      throws MessagingException, UnsupportedEncodingException {
    NumberedMessage message = new NumberedMessage(session, id, mail.from().address().domain());
    message.setFrom(
        new InternetAddress(mail.from().address().address(), mail.from().name(), UTF_8));
    message.setRecipient(Message.RecipientType.TO, recipient(mail));
    message.setSubject(mail.content().subject(), UTF_8);
    message.setSentDate(Date.from(clock.instant()));
    // RFC 3834 §5: nobody's out-of-office reply shall come back
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setContent(body(mail));
    message.saveChanges();
    return message;
  }

  private static MimeMultipart body(OutgoingMail mail) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.content().text(), UTF_8, "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.content().html(), UTF_8, "html");
    // RFC 2046 §5.1.4: the richest last
    return new MimeMultipart("alternative", text, html);
  }

  private static InternetAddress recipient(OutgoingMail mail) throws MessagingException {
    return new InternetAddress(mail.to().address(), true);
  }

  private Properties properties(OutgoingMail mail) {
    String timeout = String.valueOf(settings.timeout().toMillis());
    boolean tls = settings.security() == Security.TLS;
    boolean startTls = settings.security() == Security.STARTTLS;
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", settings.host());
    properties.setProperty("mail.smtp.port", String.valueOf(settings.port()));
    properties.setProperty("mail.smtp.localhost", mail.from().address().domain());
    properties.setProperty("mail.smtp.from", mail.from().address().address());
    properties.setProperty("mail.smtp.connectiontimeout", timeout);
    properties.setProperty("mail.smtp.timeout", timeout);
    properties.setProperty("mail.smtp.writetimeout", timeout);
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(tls));
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    sockets.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
    properties.setProperty("mail.smtp.auth", String.valueOf(settings.login().isPresent()));
    properties.setProperty("mail.mime.allowutf8", String.valueOf(!isAscii(mail.to().address())));
    return properties;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private @Nullable Authenticator authenticator() {
    if (settings.login().isEmpty()) {
      return null;
    }
    SmtpSettings.Login login = settings.login().get();
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(login.user(), login.password().reveal());
      }
    };
  }

  /**
   * A 5yz reply to the recipient or the content (RFC 5321 §4.2.1): the same mail won't pass later.
   */
  private static boolean isPermanent(Throwable failure) {
    return code(failure) >= 500;
  }

  /** The reply code, where it was this mail that was turned down; 0 otherwise. */
  private static int code(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> 0;
      case SMTPAddressFailedException refused -> refused.getReturnCode();
      case MessagingException chained when code(chained.getNextException()) > 0 ->
          code(chained.getNextException());
      case SMTPSendFailedException refused -> refused.getReturnCode();
      default -> 0;
    };
  }

  /** The kind of failure and the reply code; replies themselves may name the recipient. */
  private static String summary(Throwable failure) {
    int code = code(failure);
    return failure.getClass().getSimpleName() + (code == 0 ? "" : " " + code);
  }

  /** A message whose id says nothing about this machine and is the same at each attempt. */
  private static final class NumberedMessage extends MimeMessage {
    private final String messageId;

    NumberedMessage(Session session, UUID id, String domain) {
      super(session);
      this.messageId = "<" + id + "@" + domain + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", messageId);
    }
  }
}
