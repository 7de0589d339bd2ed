package dev.gatehouse.server.page;

import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.mail.MailBody;
import dev.gatehouse.server.page.mail.MailBody.Link;
import dev.gatehouse.server.page.mail.RenderedMail;
import dev.gatehouse.server.page.text.DisplayText;
import dev.gatehouse.server.page.text.Messages;
import dev.gatehouse.server.page.text.ShownTime;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Writes mails: subject, plain text, and HTML that says the same. Safe for many threads. */
public final class MailRenderer {
  private static final int LINE = 72;

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, PageRenderer.TEMPLATES);

  /** The mail, ready to be sent. */
  public RenderedMail render(Mail mail) {
    MailBody body = body(mail);
    StringOutput html = new StringOutput();
    engine.render("mail.jte", body, html);
    return new RenderedMail(body.subject(), text(body), DisplayText.document(html.toString()));
  }

  private static MailBody body(Mail mail) {
    return switch (mail) {
      case Mail.ConfirmAddress it -> confirm(it, "mail.confirm", it.link(), it.validity());
      case Mail.ConfirmNewAddress it -> confirm(it, "mail.confirm-new", it.link(), it.validity());
      case Mail.AddressTaken it -> addressTaken(it);
      case Mail.ResetPassword it -> reset(it);
      case Mail.PasswordChanged it -> passwordChanged(it);
      case Mail.AddressChanged it -> addressChanged(it);
      case Mail.Invitation it -> invitation(it);
    };
  }

  private static MailBody confirm(Mail mail, String key, String link, Duration validity) {
    Messages texts = mail.messages();
    String product = mail.branding().product();
    return new MailBody(
        mail.branding(),
        texts,
        texts.text(key + ".subject", "product", product),
        List.of(texts.text(key + ".body", "product", product)),
        List.of(new Link(texts.text(key + ".link"), link)),
        List.of(validity(texts, validity), texts.text(key + ".ignore")));
  }

  private static MailBody addressTaken(Mail.AddressTaken mail) {
    Messages texts = mail.messages();
    String product = mail.branding().product();
    return new MailBody(
        mail.branding(),
        texts,
        texts.text("mail.address-taken.subject", "product", product),
        List.of(texts.text("mail.address-taken.body", "product", product)),
        List.of(new Link(texts.text("mail.address-taken.link"), mail.signInLink())),
        List.of(texts.text("mail.address-taken.ignore")));
  }

  private static MailBody reset(Mail.ResetPassword mail) {
    Messages texts = mail.messages();
    String product = mail.branding().product();
    List<Link> links =
        mail.links().stream()
            .map(each ->
                new Link(
                    texts.text("mail.reset.link", "organisation", each.organisation()),
                    each.link()))
            .toList();
    String before = links.size() == 1 ? "mail.reset.body" : "mail.reset.body-many";
    return new MailBody(
        mail.branding(),
        texts,
        texts.text("mail.reset.subject", "product", product),
        List.of(texts.text(before, "product", product)),
        links,
        List.of(validity(texts, mail.validity()), texts.text("mail.reset.ignore")));
  }

  private static MailBody passwordChanged(Mail.PasswordChanged mail) {
    Messages texts = mail.messages();
    Map<String, String> values =
        Map.of(
            "product", mail.branding().product(),
            "organisation", mail.organisation(),
            "time", ShownTime.exact(mail.changedAt(), texts));
    return new MailBody(
        mail.branding(),
        texts,
        texts.text("mail.password-changed.subject", "product", mail.branding().product()),
        List.of(
            texts.text("mail.password-changed.body", values),
            texts.text("mail.password-changed.not-you")),
        List.of(new Link(texts.text("mail.password-changed.link"), mail.forgotLink())),
        List.of());
  }

  private static MailBody addressChanged(Mail.AddressChanged mail) {
    Messages texts = mail.messages();
    Map<String, String> values =
        Map.of(
            "product", mail.branding().product(),
            "organisation", mail.organisation(),
            "email", mail.newEmail());
    return new MailBody(
        mail.branding(),
        texts,
        texts.text("mail.address-changed.subject", "product", mail.branding().product()),
        List.of(
            texts.text("mail.address-changed.body", values),
            texts.text("mail.address-changed.not-you")),
        List.of(new Link(texts.text("mail.address-changed.link"), mail.undoLink())),
        List.of(validity(texts, mail.validity())));
  }

  private static MailBody invitation(Mail.Invitation mail) {
    Messages texts = mail.messages();
    Map<String, String> values =
        Map.of(
            "product", mail.branding().product(),
            "organisation", mail.slug(),
            "inviter", mail.inviter().orElse(mail.branding().product()));
    return new MailBody(
        mail.branding(),
        texts,
        texts.text("mail.invitation.subject", "product", mail.branding().product()),
        List.of(texts.text("mail.invitation.body", values)),
        List.of(new Link(texts.text("mail.invitation.link"), mail.link())),
        List.of(validity(texts, mail.validity()), texts.text("mail.invitation.ignore")));
  }

  private static String validity(Messages texts, Duration validity) {
    return texts.text("mail.validity", "duration", texts.duration(validity));
  }

  private static String text(MailBody body) {
    StringBuilder text = new StringBuilder();
    body.before().forEach(paragraph -> text.append(wrapped(paragraph)).append("\n\n"));
    body.links()
        .forEach(
            link -> text.append(link.label()).append(":\n").append(link.href()).append("\n\n"));
    body.after().forEach(paragraph -> text.append(wrapped(paragraph)).append("\n\n"));
    // RFC 3676 §4.3: what stands below is a signature
    text.append("-- \n").append(wrapped(body.foot())).append('\n');
    return text.toString();
  }

  /** Broken between words; a word that is longer than a line stays whole. */
  private static String wrapped(String paragraph) {
    StringBuilder lines = new StringBuilder();
    int width = 0;
    for (String word : paragraph.split(" ", -1)) {
      if (width > 0 && width + 1 + word.length() > LINE) {
        lines.append('\n');
        width = 0;
      } else if (width > 0) {
        lines.append(' ');
        width++;
      }
      lines.append(word);
      width += word.length();
    }
    return lines.toString();
  }
}
