package dev.gatehouse.server.client;

import dev.gatehouse.server.page.frame.ApplicationLinks;
import dev.gatehouse.server.realm.Client;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a client tells about itself, as pages show it (RFC 7591 §2). */
public final class ClientLinks {
  private ClientLinks() {}

  /** Its links; of https addresses alone. */
  public static ApplicationLinks of(Client client) {
    return new ApplicationLinks(
        link(client.pages().clientUri()),
        link(client.pages().policyUri()),
        link(client.pages().tosUri()));
  }

  private static @Nullable String link(Optional<URI> uri) {
    return uri.filter(it -> "https".equals(it.getScheme())).map(URI::toString).orElse(null);
  }
}
