package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.realm.AppliedRealms;
import dev.gatehouse.server.realm.Realm;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where this server reaches realms: hosts side by side, and logos that are there. */
record ServedRealms(Sites sites, Function<Collection<Realm>, Collection<Site>> siting)
    implements AppliedRealms.Served {
  @Override
  public void check(Collection<Realm> realms) {
    sites.check(siting.apply(realms));
    for (Realm realm : realms) {
      realm
          .logos()
          .filter(logo -> !AssetEndpoint.exists("realms/" + logo))
          .findFirst()
          .ifPresent(logo -> {
            throw new IllegalArgumentException(
                "realm " + realm.id() + " wants the logo " + logo + ", which is not there");
          });
    }
  }

  @Override
  public List<Realm> placed(Collection<Realm> realms) {
    Map<RealmId, Site> byRealm =
        siting.apply(realms).stream().collect(Collectors.toMap(Site::realm, Function.identity()));
    return realms.stream()
        .map(realm -> realm.at(Objects.requireNonNull(byRealm.get(realm.id())).issuer()))
        .toList();
  }

  @Override
  public void change(Collection<Realm> realms) {
    sites.replace(siting.apply(realms));
  }
}
