package dev.gatehouse.server.page.frame;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.text.Language;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.page.text.Messages;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Begins the frame of a page: the realm's look, and the language the person reads. */
public final class PageFrames {
  private final Function<RealmId, Optional<Branding>> brandings;
  private final MessageCatalogue catalogue;

  /**
   * @param brandings the look of every realm
   */
  public PageFrames(Map<RealmId, Branding> brandings, MessageCatalogue catalogue) {
    this(realm -> Optional.ofNullable(brandings.get(realm)), catalogue);
  }

  /** The same where looks change while the server runs. */
  public PageFrames(Function<RealmId, Optional<Branding>> brandings, MessageCatalogue catalogue) {
    this.brandings = brandings;
    this.catalogue = catalogue;
  }

  /**
   * The frame for this request.
   *
   * @param csrf the token for the forms on the page, empty where there is none
   */
  public PageFrame of(Exchange exchange, String csrf) throws Refusal {
    return PageFrame.of(branding(exchange.realm()), messages(exchange), csrf);
  }

  /** The same in the languages that an application asked for, where we have one of them. */
  public PageFrame of(Exchange exchange, String csrf, Optional<String> uiLocales) throws Refusal {
    return PageFrame.of(branding(exchange.realm()), messages(exchange, uiLocales), csrf);
  }

  /** The texts for this request: {@code ui_locales} before {@code Accept-Language}. */
  public Messages messages(Exchange exchange) throws Refusal {
    return messages(exchange, exchange.query().find("ui_locales"));
  }

  /** The same where {@code ui_locales} stood in a request before this one. */
  public Messages messages(Exchange exchange, Optional<String> uiLocales) throws Refusal {
    return catalogue.in(
        Language.negotiate(
            uiLocales.orElse(null), exchange.header("Accept-Language").orElse(null)));
  }

  /** The texts in a person's stored language, a BCP 47 tag. */
  public Messages messages(String tag) {
    return catalogue.in(Language.ofTag(tag).orElse(Language.ENGLISH));
  }

  /** The look of a realm. */
  public Branding branding(RealmId realm) {
    return brandings.apply(realm).orElseThrow();
  }

  /** A frame for when little is known of the request. */
  public PageFrame bare(Optional<RealmId> realm, String languages) {
    Branding branding = realm.map(this::branding).orElseGet(Branding::gatehouse);
    return PageFrame.of(branding, catalogue.in(Language.negotiate(null, languages)), "");
  }
}
