package dev.gatehouse.server.login;

import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.MacPurpose;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * The tenant that somebody last signed in to with this browser, in a cookie. It picks between the
 * accounts of an address and gives no right to anything; nobody but the server can write it.
 */
final class RememberedTenant {
  // RFC 6265bis §5.6.1: browsers keep no cookie longer
  private static final Duration LIFE = Duration.ofDays(400);

  private final Macs macs;

  RememberedTenant(Macs macs) {
    this.macs = macs;
  }

  void remember(Exchange exchange, TenantId tenant) {
    exchange.setCookie(
        name(exchange.realm()), tenant + "." + mac(exchange.realm(), tenant), Optional.of(LIFE));
  }

  Optional<TenantId> find(Exchange exchange) {
    return exchange.cookie(name(exchange.realm())).flatMap(text -> read(exchange.realm(), text));
  }

  private Optional<TenantId> read(RealmId realm, String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      TenantId tenant = new TenantId(UUID.fromString(text.substring(0, dot)));
      String expected = tenant + "." + mac(realm, tenant);
      return Digests.equal(bytes(expected), bytes(text)) ? Optional.of(tenant) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private String mac(RealmId realm, TenantId tenant) {
    byte[] code =
        macs.mac(MacPurpose.REMEMBERED_TENANT, bytes(realm.value()), bytes(tenant.toString()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String name(RealmId realm) {
    return "__Host-gh-" + realm + "-org";
  }
}
