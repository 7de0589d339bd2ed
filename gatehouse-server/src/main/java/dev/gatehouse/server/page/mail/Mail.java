package dev.gatehouse.server.page.mail;

import dev.gatehouse.server.page.MailRenderer;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.text.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mail with everything it says; {@link MailRenderer} writes it. What a stranger may have typed
 * (name, organisation) stands only in mails to a proven address, so that nobody can make us carry
 * their words to a third person.
 */
public sealed interface Mail {
  /** Whose mail it is. */
  Branding branding();

  /** Texts in the language of the reader. */
  Messages messages();

  /**
   * To a new address: confirm that it is yours.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param link absolute link to the page that confirms
   * @param validity how long the link works
   */
  record ConfirmAddress(Branding branding, Messages messages, String link, Duration validity)
      implements Mail {}

  /**
   * To a proven address: choose a new password, one link for each organisation.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param links one for each organisation the address belongs to, at least one
   * @param validity how long the links work
   */
  record ResetPassword(
      Branding branding, Messages messages, List<OrganisationLink> links, Duration validity)
      implements Mail {
    /** Keeps its own copy of the links. */
    public ResetPassword {
      links = List.copyOf(links);
      if (links.isEmpty()) {
        throw new IllegalArgumentException("a reset mail has at least one link");
      }
    }
  }

  /**
   * To a proven address: the password has been changed.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param organisation organisation of the account
   * @param changedAt when
   * @param forgotLink absolute link to the page that helps if it wasn't the reader
   */
  record PasswordChanged(
      Branding branding,
      Messages messages,
      String organisation,
      Instant changedAt,
      String forgotLink)
      implements Mail {}

  /**
   * To the address an account shall change to: confirm that it is yours.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param link absolute link to the page that confirms
   * @param validity how long the link works
   */
  record ConfirmNewAddress(Branding branding, Messages messages, String link, Duration validity)
      implements Mail {}

  /**
   * To an address that an account shall change to but another account of the organisation has.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param signInLink absolute link to the sign-in
   */
  record AddressTaken(Branding branding, Messages messages, String signInLink) implements Mail {}

  /**
   * To an address that somebody typed: join an organisation. It carries no words of theirs.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param slug what the organisation is called in addresses
   * @param inviter proved address of who asks; none: an operator
   * @param link absolute link to the page where one joins
   * @param validity how long the link works
   */
  record Invitation(
      Branding branding,
      Messages messages,
      String slug,
      Optional<String> inviter,
      String link,
      Duration validity)
      implements Mail {}

  /**
   * To the old address: the account has changed to another one, which can be undone.
   *
   * @param branding look of the realm
   * @param messages texts in the language of the reader
   * @param organisation organisation of the account
   * @param newEmail the address that holds now
   * @param undoLink absolute link to the page that takes it back
   * @param validity how long the link works
   */
  record AddressChanged(
      Branding branding,
      Messages messages,
      String organisation,
      String newEmail,
      String undoLink,
      Duration validity)
      implements Mail {}

  /**
   * A link for one organisation.
   *
   * @param organisation its name
   * @param link absolute link
   */
  record OrganisationLink(String organisation, String link) {}
}
