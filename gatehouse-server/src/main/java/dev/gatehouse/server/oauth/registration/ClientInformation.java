package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.client.ClientMetadata;
import dev.gatehouse.server.client.RegisteredClientStore.Row;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes what a client gets to know of its registration (RFC 7591 §3.2.1, RFC 7592 §3). */
final class ClientInformation {
  private ClientInformation() {}

  /**
   * The answer.
   *
   * @param secret where one was just made; it is shown this once
   */
  static Map<String, Object> of(
      Site site,
      Row row,
      ClientMetadata metadata,
      Secret registrationToken,
      Optional<Secret> secret) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("client_id", row.id().value());
    all.put("client_id_issued_at", row.registeredAt().getEpochSecond());
    if (secret.isPresent()) {
      all.put("client_secret", secret.get().reveal());
      // RFC 7591 §3.2.1: 0 means never
      all.put("client_secret_expires_at", 0);
    }
    all.put("registration_access_token", registrationToken.reveal());
    all.put("registration_client_uri", site.uri("/oauth2/register/" + row.id().value()).toString());
    all.putAll(metadata.members());
    return all;
  }
}
