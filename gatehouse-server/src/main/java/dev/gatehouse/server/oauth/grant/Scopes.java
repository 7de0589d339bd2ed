package dev.gatehouse.server.oauth.grant;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Scope;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** A set of scopes in the order they were named (RFC 6749 §3.3). */
public record Scopes(List<String> names) {
  /** The scope that makes a request one of OpenID Connect (OpenID Connect Core §3.1.2.1). */
  public static final String OPENID = "openid";

  /** The claims of a profile (OpenID Connect Core §5.4). */
  public static final String PROFILE = "profile";

  /** The address and whether it is confirmed (OpenID Connect Core §5.4). */
  public static final String EMAIL = "email";

  /** Access while the person is away (OpenID Connect Core §11). */
  public static final String OFFLINE_ACCESS = "offline_access";

  /** No scope at all. */
  public static final Scopes NONE = new Scopes(List.of());

  private static final int MOST = 64;

  public Scopes {
    names = List.copyOf(new LinkedHashSet<>(names));
  }

  public static Scopes of(Collection<String> names) {
    return new Scopes(List.copyOf(names));
  }

  /** Reads the parameter: scopes with one space between them. */
  public static Scopes parse(String text) throws Refusal {
    String[] names = text.split(" ", -1);
    if (names.length > MOST) {
      throw Refusal.of(Reason.PARAMETER_TOO_LONG, "scope");
    }
    for (String name : names) {
      if (!Scope.isWellFormed(name)) {
        throw Refusal.of(Reason.PARAMETER_INVALID, "scope");
      }
    }
    return new Scopes(List.of(names));
  }

  public boolean contains(String name) {
    return names.contains(name);
  }

  /** Whether the other set has all of these: never wider. */
  public boolean isWithin(Scopes other) {
    return other.names.containsAll(names);
  }

  /** These without one. */
  public Scopes without(String name) {
    return new Scopes(names.stream().filter(each -> !each.equals(name)).toList());
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** As the parameter and the claim say it. */
  public String wire() {
    return String.join(" ", names);
  }
}
