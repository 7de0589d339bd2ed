package dev.gatehouse.testkit;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Reads what a person would read out of a message. */
final class MailParsing {

  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:!?)]");

  private MailParsing() {}

  static CaughtMail read(MovingMessage moving, Instant receivedAt)
      throws MessagingException, IOException {
    MimeMessage message = moving.getMessage();
    List<String> texts = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    collect(message, texts, pages);
    String text = String.join("\n", texts);
    String html = String.join("\n", pages);
    ByteArrayOutputStream source = new ByteArrayOutputStream();
    message.writeTo(source);
    Address[] from = message.getFrom();
    String subject = message.getSubject();
    return new CaughtMail(
        from == null || from.length == 0 ? "" : from[0].toString(),
        moving.getToAddresses().stream().map(MailAddress::getEmail).toList(),
        subject == null ? "" : subject,
        text,
        html,
        source.toString(StandardCharsets.UTF_8),
        links(text, html),
        receivedAt);
  }

  private static void collect(Part part, List<String> texts, List<String> pages)
      throws MessagingException, IOException {
    if (part.isMimeType("multipart/*")) {
      Multipart parts = (Multipart) part.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        collect(parts.getBodyPart(i), texts, pages);
      }
    } else if (part.isMimeType("text/html")) {
      pages.add((String) part.getContent());
    } else if (part.isMimeType("text/plain")) {
      texts.add((String) part.getContent());
    }
  }

  private static List<URI> links(String text, String html) {
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = LINK.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    for (Element link : Jsoup.parse(html).select("a[href^=http]")) {
      found.add(link.attr("href"));
    }
    return found.stream().map(URI::create).toList();
  }
}
