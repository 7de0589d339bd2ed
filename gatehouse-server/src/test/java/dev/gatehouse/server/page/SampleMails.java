package dev.gatehouse.server.page;

import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.page.text.Messages;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every mail, filled with believable values or with those of an attacker. */
final class SampleMails {
  private static final String LINK = "https://id.monitrax.example/r/monitrax/verify?token=t.abc";

  private SampleMails() {}

  static Map<String, Mail> of(Branding brand, Messages texts, SamplePages.Person person) {
    Map<String, Mail> mails = new LinkedHashMap<>();
    Duration day = Duration.ofDays(1);
    Duration halfHour = Duration.ofMinutes(30);
    Mail.OrganisationLink first = new Mail.OrganisationLink(person.organisation(), LINK + "&o=1");
    Mail.OrganisationLink second = new Mail.OrganisationLink("Verein Nord", LINK + "&o=2");
    mails.put("mail-confirm", new Mail.ConfirmAddress(brand, texts, LINK, day));
    mails.put("mail-confirm-new", new Mail.ConfirmNewAddress(brand, texts, LINK, day));
    mails.put("mail-address-taken", new Mail.AddressTaken(brand, texts, LINK));
    mails.put("mail-reset", new Mail.ResetPassword(brand, texts, List.of(first), halfHour));
    mails.put(
        "mail-reset-many", new Mail.ResetPassword(brand, texts, List.of(first, second), halfHour));
    mails.put(
        "mail-password-changed",
        new Mail.PasswordChanged(brand, texts, person.organisation(), SamplePages.NOW, LINK));
    mails.put(
        "mail-address-changed",
        new Mail.AddressChanged(
            brand, texts, person.organisation(), person.email(), LINK, Duration.ofDays(7)));
    mails.put(
        "mail-invitation",
        new Mail.Invitation(
            brand, texts, "verein-nord", Optional.of(person.email()), LINK, Duration.ofDays(7)));
    mails.put(
        "mail-invitation-of-operator",
        new Mail.Invitation(brand, texts, "verein-nord", Optional.empty(), LINK, day));
    return mails;
  }
}
