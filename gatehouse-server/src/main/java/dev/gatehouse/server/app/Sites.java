package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Request;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where each realm is reached, and whether a request came to the right place. */
final class Sites {
  private final boolean allowShared;
  private volatile Map<RealmId, Site> byRealm;
  private volatile Set<String> authorities;

  /**
   * @param allowShared whether two realms may share an origin
   * @throws IllegalArgumentException when two do and it is not allowed
   */
  Sites(Collection<Site> sites, boolean allowShared) {
    this.allowShared = allowShared;
    this.authorities = authorities(sites);
    this.byRealm = byRealm(sites);
  }

  /** From now on these. */
  void replace(Collection<Site> sites) {
    Set<String> next = authorities(sites);
    byRealm = byRealm(sites);
    authorities = next;
  }

  /**
   * Looks whether these may stand side by side.
   *
   * @throws IllegalArgumentException when two share an origin and it is not allowed
   */
  void check(Collection<Site> sites) {
    authorities(sites);
  }

  private static Map<RealmId, Site> byRealm(Collection<Site> sites) {
    return sites.stream().collect(Collectors.toUnmodifiableMap(Site::realm, Function.identity()));
  }

  private Set<String> authorities(Collection<Site> sites) {
    Set<String> found = new HashSet<>();
    for (Site site : sites) {
      if (!found.add(site.authority()) && !allowShared) {
        throw new IllegalArgumentException(
            "realm "
                + site.realm()
                + " shares "
                + site.base()
                + " with another realm; give it a host of its own (issuer in its file, or realm-base-url) or set allow-shared-origin");
      }
    }
    return Set.copyOf(found);
  }

  Site of(RealmId realm) {
    return Optional.ofNullable(byRealm.get(realm)).orElseThrow();
  }

  Collection<Site> all() {
    return byRealm.values();
  }

  /** Whether answers that belong to no realm go out over TLS. */
  boolean isSecure() {
    return byRealm.values().stream().allMatch(Site::isSecure);
  }

  /** The site of the realm in the path, if the request came to its host. */
  Site require(Request request) throws Refusal {
    String name = request.path("realm");
    Site site = RealmId.isWellFormed(name) ? byRealm.get(new RealmId(name)) : null;
    if (site == null) {
      throw Refusal.of(Reason.ROUTE_UNKNOWN);
    }
    if (!request.authority().equals(Optional.of(site.authority()))
        || isOfOtherScheme(request, site)) {
      throw Refusal.of(Reason.HOST_UNKNOWN);
    }
    return site;
  }

  /** For what belongs to no realm: probes come by address, everything else by a host we know. */
  void requireKnownHost(Route route, Request request) throws Refusal {
    boolean probe = route.path().startsWith("/health/");
    if (!probe && request.authority().filter(authorities::contains).isEmpty()) {
      throw Refusal.of(Reason.HOST_UNKNOWN);
    }
  }

  /** What came to the proxy without TLS did not come to an https address. */
  private static boolean isOfOtherScheme(Request request, Site site) {
    return request
        .forwardedScheme()
        .filter(scheme -> !scheme.equals(site.base().getScheme()))
        .isPresent();
  }
}
