package dev.gatehouse.server.page.frame;

import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.text.Messages;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its task: whose product, in which language, where the person is.
 *
 * @param branding look of the realm
 * @param messages texts in the person's language
 * @param csrf value of the hidden field {@code csrf}; empty on pages without a form
 * @param organisation the organisation the person is in, once known
 * @param application the application that sent them here, if one did
 * @param applicationLinks where that application tells about itself
 * @param person whose session this is, if anyone's
 * @param notices what has just been done
 */
public record PageFrame(
    Branding branding,
    Messages messages,
    String csrf,
    @Nullable String organisation,
    @Nullable String application,
    ApplicationLinks applicationLinks,
    @Nullable SignedInPerson person,
    List<Notice> notices) {

  /** Keeps its own copy of the notices. */
  public PageFrame {
    notices = List.copyOf(notices);
  }

  /** A frame for someone who isn't signed in. */
  public static PageFrame of(Branding branding, Messages messages, String csrf) {
    return new PageFrame(
        branding, messages, csrf, null, null, ApplicationLinks.NONE, null, List.of());
  }

  /** The same, within an organisation. */
  public PageFrame in(@Nullable String knownOrganisation) {
    return new PageFrame(
        branding,
        messages,
        csrf,
        knownOrganisation,
        application,
        applicationLinks,
        person,
        notices);
  }

  /** The same, asked for by an application. */
  public PageFrame askedBy(@Nullable String askingApplication) {
    return askedBy(askingApplication, applicationLinks);
  }

  /** The same, with what the application tells about itself. */
  public PageFrame askedBy(@Nullable String askingApplication, ApplicationLinks links) {
    return new PageFrame(
        branding, messages, csrf, organisation, askingApplication, links, person, notices);
  }

  /** The same, with someone signed in. */
  public PageFrame signedIn(SignedInPerson someone) {
    return new PageFrame(
        branding, messages, csrf, organisation, application, applicationLinks, someone, notices);
  }

  /** The same, telling one thing more. */
  public PageFrame telling(Notice notice) {
    List<Notice> all = Stream.concat(notices.stream(), Stream.of(notice)).toList();
    return new PageFrame(
        branding, messages, csrf, organisation, application, applicationLinks, person, all);
  }

  /** The text without values. */
  public String text(String key) {
    return messages.text(key);
  }
}
