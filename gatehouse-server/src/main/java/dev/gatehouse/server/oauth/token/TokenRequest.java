package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.realm.Client;
import java.util.List;
import java.util.Optional;

/** What a client asks the token endpoint for, read but not yet checked. */
sealed interface TokenRequest {
  /** Tokens for a code (RFC 6749 §4.1.3). */
  record Code(
      String code,
      Optional<String> redirectUri,
      Optional<String> codeVerifier,
      List<String> resources)
      implements TokenRequest {}

  /** Tokens for a refresh token (RFC 6749 §6). */
  record Refresh(String refreshToken, Scopes scopes, List<String> resources)
      implements TokenRequest {}

  /**
   * Tokens for the client itself (RFC 6749 §4.4).
   *
   * @param resources the APIs it wants to call (RFC 8707 §2)
   * @param tenant id or slug of the tenant to act in
   */
  record ClientCredentials(Scopes scopes, List<String> resources, Optional<String> tenant)
      implements TokenRequest {}

  /** Where a client's refresh token is. */
  @FunctionalInterface
  interface RefreshTokenPlace {
    /** In the form (RFC 6749 §6). */
    RefreshTokenPlace FORM = form -> form.require("refresh_token");

    String take(Parameters form) throws Refusal;
  }

  /** Where it is for this client: in the form, or in its cookie and nowhere else. */
  static RefreshTokenPlace place(Exchange exchange, Client client) {
    if (!client.refreshTokenCookie()) {
      return RefreshTokenPlace.FORM;
    }
    return form -> {
      if (form.contains("refresh_token")) {
        throw Refusal.of(Reason.REFRESH_IN_FORM);
      }
      Optional<String> cookie = RefreshCookie.presented(exchange, client);
      if (cookie.isEmpty()) {
        throw Refusal.of(Reason.REFRESH_COOKIE_ABSENT);
      }
      return cookie.get();
    };
  }

  /** Reads the form; parameters that are not known are ignored (RFC 6749 §3.2). */
  static TokenRequest of(Parameters form, RefreshTokenPlace place) throws Refusal {
    String grantType = form.require("grant_type");
    if (grantType.equals(Client.Grant.AUTHORIZATION_CODE.wire())) {
      return new Code(
          form.require("code"),
          form.find("redirect_uri"),
          form.find("code_verifier"),
          form.all("resource"));
    }
    if (grantType.equals(Client.Grant.REFRESH_TOKEN.wire())) {
      return new Refresh(place.take(form), scopes(form), form.all("resource"));
    }
    if (grantType.equals(Client.Grant.CLIENT_CREDENTIALS.wire())) {
      return new ClientCredentials(scopes(form), form.all("resource"), form.find("tenant"));
    }
    throw Refusal.of(Reason.GRANT_TYPE_UNKNOWN, grantType);
  }

  private static Scopes scopes(Parameters form) throws Refusal {
    Optional<String> scope = form.find("scope");
    return scope.isPresent() ? Scopes.parse(scope.get()) : Scopes.NONE;
  }
}
