package dev.gatehouse.server.app;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A person and a machine of one tenant, in the middle of everything: signed in, about to sign in,
 * with a code, with tokens.
 */
final class KillSwitchSubject {
  private static final Ask ASK =
      Ask.of(KillSwitchRealm.CLIENT, "openid email offline_access ledger:read")
          .with("resource", KillSwitchRealm.AUDIENCE);

  private final KillSwitchRealm realm;
  private final Visitor visitor;
  private final String refreshToken;
  private final String accessToken;
  private final String machineToken;
  private final String code;
  private final Visitor signingIn;
  private final Form signIn;

  /** A way by which something could come out. */
  enum Path {
    PASSWORD,
    OIDC_LOGIN,
    CODE_REDEEM,
    REFRESH,
    CLIENT_CREDENTIALS,
    SESSION_COOKIE,
    INTROSPECTION,
    USERINFO
  }

  private KillSwitchSubject(KillSwitchRealm realm, Visitor visitor) throws Exception {
    this.realm = realm;
    this.visitor = visitor;
    JsonNode tokens = visitor.tokens(ASK);
    accessToken = tokens.get("access_token").asString();
    refreshToken = tokens.get("refresh_token").asString();
    grantToMachine();
    machineToken = accessToken(clientCredentials()).orElseThrow();
    code = visitor.code(ASK);
    signingIn = visitor.elsewhere();
    signIn =
        signingIn
            .browser
            .get(ASK.path())
            .followAll()
            .expect(200)
            .form()
            .fill(Map.of("email", visitor.email, "password", Visitor.PASSWORD));
  }

  static KillSwitchSubject in(KillSwitchRealm realm) throws Exception {
    return new KillSwitchSubject(realm, Visitor.signedIn(realm.server()));
  }

  private void grantToMachine() throws Exception {
    Foundation on = realm.server().inside().foundation();
    on.serviceAccounts()
        .ensure(
            new RealmId("monitrax"),
            new TenantId(UUID.fromString(tenant())),
            new ClientId(KillSwitchRealm.MACHINE),
            "Statements",
            List.of(KillSwitchRealm.ROLE_OF_MACHINE));
  }

  String person() {
    return claim(accessToken, "sub");
  }

  String tenant() {
    return claim(accessToken, "tid");
  }

  String serviceAccount() {
    return claim(machineToken, "sub");
  }

  private static String claim(String token, String name) {
    return UnverifiedJwt.of(token).claims().get(name).asString();
  }

  /** Who, where, through what, for what and as what: all that comes out by the path now. */
  Set<String> whatComesOut(Path path) {
    return switch (path) {
      case PASSWORD -> byPassword();
      case OIDC_LOGIN -> byCode(visitor.browser.get(ASK.with("prompt", "none").path()));
      case CODE_REDEEM -> ofToken(visitor.exchange(ASK, code));
      case REFRESH -> ofToken(visitor.refresh(KillSwitchRealm.CLIENT, refreshToken));
      case CLIENT_CREDENTIALS -> ofToken(clientCredentials());
      case SESSION_COOKIE -> ofSession(visitor);
      case INTROSPECTION -> byIntrospection();
      case USERINFO ->
          visitor.userInfo(accessToken).status() == 200
              ? traces(UnverifiedJwt.of(accessToken).claims())
              : Set.of();
    };
  }

  private Set<String> byPassword() {
    Set<String> out = new HashSet<>(byCode(signIn.submit()));
    out.addAll(ofSession(signingIn));
    return out;
  }

  /** Follows to the application, if it leads there, and redeems what it gets. */
  private Set<String> byCode(Page page) {
    Page at = page;
    while (at.isRedirect() && !isAtApplication(at)) {
      at = at.follow();
    }
    if (!isAtApplication(at)) {
      return Set.of();
    }
    return Optional.ofNullable(Visitor.parameters(at).get("code"))
        .map(fresh -> ofToken(visitor.exchange(ASK, fresh)))
        .orElse(Set.of());
  }

  private static boolean isAtApplication(Page page) {
    URI callback = URI.create(Visitor.CALLBACK);
    return page.location().filter(it -> it.getPort() == callback.getPort()).isPresent();
  }

  private static Set<String> ofSession(Visitor who) {
    Page identity = who.browser.get(Visitor.REALM + "/account/identity");
    if (identity.status() != 200) {
      return Set.of();
    }
    Set<String> out = new HashSet<>();
    out.add(identity.json().get("principal_id").asString());
    out.add(identity.json().get("tenant_id").asString());
    identity.json().get("roles").forEach(role -> out.add(role.asString()));
    return out;
  }

  private Set<String> byIntrospection() {
    Set<String> out = new HashSet<>();
    for (String caller : List.of("monitrax-api", KillSwitchRealm.CLIENT, KillSwitchRealm.MACHINE)) {
      for (String token : List.of(accessToken, machineToken, refreshToken)) {
        Page state = asClient("introspect", FormData.of("token", token), caller);
        if (state.status() == 200 && state.json().get("active").asBoolean()) {
          out.addAll(traces(state.json()));
        }
      }
    }
    return out;
  }

  private Page clientCredentials() {
    return asClient(
        "token",
        FormData.of("grant_type", "client_credentials", "tenant", tenant())
            .add("resource", KillSwitchRealm.AUDIENCE)
            .add("scope", "ledger:read"),
        KillSwitchRealm.MACHINE);
  }

  private Page asClient(String endpoint, FormData form, String client) {
    return realm
        .server()
        .browser()
        .request("POST", Visitor.REALM + "/oauth2/" + endpoint)
        .asProgram()
        .form(form)
        .basic(client, realm.server().secret(client))
        .send();
  }

  private static Optional<String> accessToken(Page answer) {
    return answer.status() == 200
        ? Optional.of(answer.json().get("access_token").asString())
        : Optional.empty();
  }

  private static Set<String> ofToken(Page answer) {
    return accessToken(answer)
        .map(token -> traces(UnverifiedJwt.of(token).claims()))
        .orElse(Set.of());
  }

  private static Set<String> traces(JsonNode claims) {
    Set<String> out = new HashSet<>();
    for (String name : List.of("sub", "tid", "client_id", "aud", "roles")) {
      JsonNode claim = claims.path(name);
      if (claim.isArray()) {
        claim.forEach(each -> out.add(each.asString()));
      } else if (claim.isString()) {
        out.add(claim.asString());
      }
    }
    return out;
  }
}
