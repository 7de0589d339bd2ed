package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.realm.AppliedRealms;
import dev.gatehouse.server.realm.Realm;
import java.util.Collection;
import java.util.function.Function;

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
  public void change(Collection<Realm> realms) {
    sites.replace(siting.apply(realms));
  }
}
