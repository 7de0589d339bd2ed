package dev.gatehouse.launcher;

import dev.gatehouse.testkit.CaughtMail;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two pages of the demo's mailbox. */
final class MailboxPages {
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private MailboxPages() {}

  /** Newest first; a mail's address is its place in the order in which they came. */
  static String list(List<CaughtMail> mails) {
    StringBuilder rows = new StringBuilder();
    for (int i = mails.size() - 1; i >= 0; i--) {
      CaughtMail mail = mails.get(i);
      rows.append(
          "<li><a href=\"/mail/%d\"><span class=\"subject\">%s</span><span class=\"quiet\">%s · %s</span></a></li>\n"
              .formatted(
                  i,
                  escaped(mail.subject()),
                  escaped(String.join(", ", mail.recipients())),
                  TIME.format(mail.receivedAt())));
    }
    String content =
        mails.isEmpty()
            ? "<p class=\"quiet\">No mail yet. Register or ask for a new password, and it comes here.</p>"
            : "<ul>\n" + rows + "</ul>";
    return page("Mailbox of the demo", "<h1>Mailbox</h1>\n" + content);
  }

  static String mail(CaughtMail mail) {
    return page(
        mail.subject(),
        """
        <p><a href="/">All mails</a></p>
        <h1>%s</h1>
        <p class="quiet">From %s<br>To %s</p>
        <pre>%s</pre>
        """
            .formatted(
                escaped(mail.subject()),
                escaped(mail.from()),
                escaped(String.join(", ", mail.recipients())),
                linked(mail.text())));
  }

  private static String page(String title, String content) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <link rel="stylesheet" href="/mailbox.css">
    </head>
    <body>
    <main>
    %s
    </main>
    </body>
    </html>
    """
        .formatted(escaped(title), content);
  }

  private static String linked(String text) {
    StringBuilder html = new StringBuilder();
    Matcher link = LINK.matcher(text);
    int end = 0;
    while (link.find()) {
      html.append(escaped(text.substring(end, link.start())));
      String address = escaped(link.group());
      html.append("<a rel=\"noopener\" href=\"%s\">%s</a>".formatted(address, address));
      end = link.end();
    }
    return html.append(escaped(text.substring(end))).toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
