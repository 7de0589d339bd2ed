package dev.gatehouse.server.access;

import dev.gatehouse.server.realm.Realm;
import java.util.Collection;
import java.util.List;

/** The roles a principal was given, as tokens carry them. */
public final class RoleClaims {
  private RoleClaims() {}

  /** The names in order, without those the realm no longer defines. */
  public static List<String> of(Realm realm, Collection<String> given) {
    return given.stream().filter(name -> realm.role(name).isPresent()).distinct().sorted().toList();
  }
}
