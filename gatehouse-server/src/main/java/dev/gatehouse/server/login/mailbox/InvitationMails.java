package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.notify.OutgoingMail;
import dev.gatehouse.server.page.mail.Mail;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the mails that ask somebody to join, and those that let a member back in. */
public final class InvitationMails {
  private final Mailing mailing;

  public InvitationMails(Mailing mailing) {
    this.mailing = mailing;
  }

  /** A link, and the mail that carries it. */
  public record Written(NewLink link, OutgoingMail mail) {}

  /**
   * Whom an invitation is for.
   *
   * @param by address of who asks; none: an operator
   * @param language of the mail, a BCP 47 tag
   */
  public record Guest(EmailAddress address, Optional<EmailAddress> by, String language) {}

  /** "Join us." */
  public Written invitation(Site site, Tenant tenant, Guest guest, Duration life) {
    NewLink link =
        mailing.maker().make(LinkKind.INVITE, place(site, tenant.id()), guest.address(), life);
    Mail mail =
        new Mail.Invitation(
            mailing.branding(site.realm()),
            mailing.messages(guest.language()),
            // the guest's mailbox is not proved: no words of the tenant's own travel there
            tenant.slug().value(),
            guest.by().map(EmailAddress::address),
            LinkMaker.uri(site, link).toString(),
            life);
    return new Written(link, mailing.writer().write(site.realm(), guest.address(), mail, life));
  }

  /** "Choose a new password", because somebody who administers the organisation said so. */
  public Written recovery(Site site, Tenant tenant, Person person, Duration life) {
    NewLink link =
        mailing
            .maker()
            .make(LinkKind.RESET, place(site, tenant.id()), person.id(), person.email(), life);
    String shown = person.verified() ? tenant.name() : tenant.slug().value();
    Mail mail =
        new Mail.ResetPassword(
            mailing.branding(site.realm()),
            mailing.messages(person.locale()),
            List.of(new Mail.OrganisationLink(shown, LinkMaker.uri(site, link).toString())),
            life);
    return new Written(link, mailing.writer().write(site.realm(), person.email(), mail, life));
  }

  private static LinkMaker.Place place(Site site, TenantId tenant) {
    return new LinkMaker.Place(site.realm(), tenant);
  }
}
