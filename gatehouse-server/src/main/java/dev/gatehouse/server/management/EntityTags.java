package dev.gatehouse.server.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.crypto.Base64Url;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Versions of what the API shows (RFC 9110 §8.8.3). A tag is keyed and holds the tenant, so that
 * equal things of two tenants have tags that tell nobody so.
 */
final class EntityTags {
  private static final int KEPT = 16;

  private final Macs macs;
  private final JsonMapper json = new JsonMapper();

  EntityTags(Macs macs) {
    this.macs = macs;
  }

  /** The tag of a representation, in its quotes. */
  String of(RealmId realm, TenantId tenant, Map<String, Object> shown) {
    byte[] code =
        macs.mac(
            MacPurpose.ENTITY_TAG,
            realm.value().getBytes(UTF_8),
            tenant.toString().getBytes(UTF_8),
            json.writeValueAsBytes(shown));
    return "\"" + Base64Url.encode(Arrays.copyOf(code, KEPT)) + "\"";
  }
}
