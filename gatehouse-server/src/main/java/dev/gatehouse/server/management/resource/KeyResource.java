package dev.gatehouse.server.management.resource;

import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.PublishedKey;
import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.Operation;
import dev.gatehouse.server.management.Result;
import dev.gatehouse.server.management.Schema;
import dev.gatehouse.server.management.Schema.Fields;
import dev.gatehouse.server.realm.ManagementAct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /api/keys}: what the realm signs with, and where each key stands in its life. */
public final class KeyResource {
  private static final Fields KEY =
      Fields.named("Key")
          .with("kid", Schema.text(128), "which key")
          .with("use", Schema.words("id_token", "access_token"), "what it signs")
          .with("alg", Schema.text(16), "with which algorithm")
          .with(
              "state",
              Schema.words("next", "active", "retiring"),
              "published and waiting, signing, or published for what it signed")
          .with("created_at", Schema.time(), "when it was published")
          .maybe("activated_at", Schema.time(), "when it began to sign")
          .maybe("gone_at", Schema.time(), "when it is published no more")
          .with("jwk", new Schema.Named(new Schema.Scalar()), "its public half (RFC 7517)");

  private final KeyRing keys;

  public KeyResource(KeyRing keys) {
    this.keys = keys;
  }

  /** {@code GET /api/keys}. */
  public Endpoint list() {
    return Endpoint.Read.prepared(
        Operation.read("listKeys", "List the realm's public keys", ManagementAct.KEY_READ)
            .lists(KEY),
        request -> {
          List<PublishedKey> published = keys.published(request.realm());
          return (tx, caller, same) ->
              Result.page(
                  Named.after(published, PublishedKey::kid, same.slice()),
                  same.slice(),
                  KeyResource::written,
                  PublishedKey::kid);
        });
  }

  private static Map<String, Object> written(PublishedKey key) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("kid", key.kid());
    shown.put("use", key.use().name().toLowerCase(Locale.ROOT));
    shown.put("alg", key.key().algorithm().joseName());
    shown.put("state", key.state().name().toLowerCase(Locale.ROOT));
    shown.put("created_at", key.times().created().toString());
    key.times().activated().ifPresent(time -> shown.put("activated_at", time.toString()));
    key.times().gone().ifPresent(time -> shown.put("gone_at", time.toString()));
    shown.put("jwk", key.jwk());
    return shown;
  }
}
