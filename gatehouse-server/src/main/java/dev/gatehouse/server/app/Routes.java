package dev.gatehouse.server.app;

import static dev.gatehouse.server.http.Method.DELETE;
import static dev.gatehouse.server.http.Method.GET;
import static dev.gatehouse.server.http.Method.OPTIONS;
import static dev.gatehouse.server.http.Method.POST;
import static dev.gatehouse.server.http.Method.PUT;
import static dev.gatehouse.server.http.Route.Access.API;
import static dev.gatehouse.server.http.Route.Access.BEARER;
import static dev.gatehouse.server.http.Route.Access.BROWSER;
import static dev.gatehouse.server.http.Route.Access.CLIENT;
import static dev.gatehouse.server.http.Route.Access.PUBLIC;
import static dev.gatehouse.server.http.Route.Access.SESSION;
import static dev.gatehouse.server.http.Route.Body.FORM;
import static dev.gatehouse.server.http.Route.Body.JSON;
import static dev.gatehouse.server.http.Route.Body.NONE;
import static dev.gatehouse.server.http.Route.Scope.REALM;
import static dev.gatehouse.server.http.Route.Scope.SERVER;

import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.OpenApi;
import dev.gatehouse.server.management.OpenApiEndpoint;
import dev.gatehouse.server.management.resource.RoleResource;
import dev.gatehouse.server.session.SessionGate;
import java.util.ArrayList;
import java.util.List;

/** Every endpoint, one line each. What is not listed is denied. */
final class Routes {
  private final List<Route> routes = new ArrayList<>();
  private final List<OpenApi.Entry> api = new ArrayList<>();

  private Routes() {}

  static List<Route> of(Foundation foundation, Features features, Readiness readiness) {
    Routes table = new Routes();
    table.server(foundation, readiness);
    table.signIn(features);
    table.mailbox(features.mailbox);
    table.account(features);
    table.provider(features.provider);
    table.management(foundation, features.management);
    return List.copyOf(table.routes);
  }

  private void server(Foundation foundation, Readiness readiness) {
    HealthEndpoint health = new HealthEndpoint(readiness);
    AssetEndpoint assets =
        AssetEndpoint.of("", List.of("gatehouse.css", "gatehouse.js", "favicon.svg"));
    AssetEndpoint logos = AssetEndpoint.of("realms/", foundation::logos);
    BrandEndpoint brand = new BrandEndpoint(foundation.frames);
    add(new Route(GET, "/health/live", SERVER, PUBLIC, NONE, "-", health::live));
    add(new Route(GET, "/health/ready", SERVER, PUBLIC, NONE, "-", health::ready));
    add(new Route(GET, "/assets/{name}", SERVER, PUBLIC, NONE, "-", assets::serve));
    add(new Route(GET, "/assets/realms/{name}", SERVER, PUBLIC, NONE, "-", logos::serve));
    add(new Route(GET, "/r/{realm}/brand.css", REALM, PUBLIC, NONE, "-", brand::stylesheet));
  }

  private void signIn(Features on) {
    browser(GET, "/r/{realm}/sign-in", "-", on.signIn::show);
    browser(POST, "/r/{realm}/sign-in", "session.signed_in", on.signIn::send);
    browser(GET, "/r/{realm}/t/{slug}", "-", on.signIn::enter);
    browser(GET, "/r/{realm}/sign-out", "-", on.signOut::show);
    browser(POST, "/r/{realm}/sign-out", "session.signed_out", on.signOut::send);
  }

  private void mailbox(MailboxPages on) {
    browser(GET, "/r/{realm}/register", "-", on.register::show);
    browser(POST, "/r/{realm}/register", "person.registered", on.register::submit);
    browser(GET, "/r/{realm}/verify", "-", on.verify::show);
    browser(POST, "/r/{realm}/verify", "address.verified", on.verify::submit);
    browser(GET, "/r/{realm}/verify/done", "-", on.verify::done);
    browser(POST, "/r/{realm}/verify/discard", "person.sign_up_discarded", on.verify::discard);
    browser(GET, "/r/{realm}/resend", "-", on.resend::show);
    browser(POST, "/r/{realm}/resend", "mail.asked", on.resend::submit);
    browser(GET, "/r/{realm}/forgot", "-", on.forgot::show);
    browser(POST, "/r/{realm}/forgot", "password.reset_asked", on.forgot::submit);
    browser(GET, "/r/{realm}/reset", "-", on.reset::show);
    browser(POST, "/r/{realm}/reset", "password.reset", on.reset::submit);
    browser(GET, "/r/{realm}/reset/done", "-", on.reset::done);
    browser(GET, "/r/{realm}/operator", "-", on.operator::show);
    browser(POST, "/r/{realm}/operator", "operator.created", on.operator::submit);
    browser(GET, "/r/{realm}/invitation", "-", on.invitation::show);
    browser(POST, "/r/{realm}/invitation", "member.joined", on.invitation::submit);
  }

  private void account(Features on) {
    AccountPages pages = on.account;
    session(on, GET, "/r/{realm}/account", "-", pages.overview::show);
    session(on, GET, "/r/{realm}/account/identity", "-", pages.identity);
    session(on, POST, "/r/{realm}/account/sessions/end", "session.revoked", pages.sessions::end);
    session(
        on,
        POST,
        "/r/{realm}/account/sessions/end-others",
        "session.all_revoked",
        pages.sessions::endOthers);
    session(
        on,
        POST,
        "/r/{realm}/account/access/end",
        "token.family_revoked",
        pages.sessions::endAccess);
    session(
        on,
        POST,
        "/r/{realm}/account/applications/withdraw",
        "consent.withdrawn",
        pages.applications::withdraw);
    session(on, GET, "/r/{realm}/account/password", "-", pages.password::show);
    session(on, POST, "/r/{realm}/account/password", "password.changed", pages.password::submit);
    session(on, GET, "/r/{realm}/account/email", "-", pages.email::show);
    session(on, POST, "/r/{realm}/account/email", "address.change_asked", pages.email::submit);
    browser(GET, "/r/{realm}/email/confirm", "-", pages.confirmEmail::show);
    browser(POST, "/r/{realm}/email/confirm", "address.changed", pages.confirmEmail::submit);
    browser(GET, "/r/{realm}/email/undo", "-", pages.undoEmail::show);
    browser(POST, "/r/{realm}/email/undo", "address.change_undone", pages.undoEmail::submit);
  }

  private void provider(ProviderEndpoints on) {
    String discovery = "/r/{realm}/.well-known/openid-configuration";
    String serverMetadata = "/.well-known/oauth-authorization-server/r/{realm}";
    add(new Route(GET, discovery, REALM, PUBLIC, NONE, "-", on.metadata));
    add(new Route(GET, serverMetadata, REALM, PUBLIC, NONE, "-", on.metadata));
    add(new Route(GET, "/r/{realm}/oauth2/jwks", REALM, PUBLIC, NONE, "-", on.jwks));
    browser(GET, "/r/{realm}/oauth2/authorize", "code.issued", on.authorize);
    browser(POST, "/r/{realm}/oauth2/authorize", "code.issued", on.authorize);
    browser(GET, "/r/{realm}/oauth2/authorize/resume", "code.issued", on.resume);
    browser(GET, "/r/{realm}/oauth2/authorize/switch", "-", on.switching);
    String account = "/r/{realm}/oauth2/authorize/account";
    add(new Route(POST, account, REALM, SESSION, FORM, "code.issued", on.accountChoice));
    add(
        new Route(
            POST,
            "/r/{realm}/oauth2/consent",
            REALM,
            SESSION,
            FORM,
            "consent.decided",
            on.consent));
    registration(on);
    browser(GET, "/r/{realm}/oauth2/logout", "session.signed_out", on.logoutEndpoint::ask);
    // another site's form may come here: it is only led to the GET
    browser(POST, "/r/{realm}/oauth2/logout", "-", on.logoutEndpoint::ask);
    browser(
        POST, "/r/{realm}/oauth2/logout/confirm", "session.signed_out", on.logoutEndpoint::confirm);
    browser(GET, "/r/{realm}/oauth2/logout/done", "-", on.logoutEndpoint::done);
    add(new Route(POST, "/r/{realm}/oauth2/par", REALM, CLIENT, FORM, "-", on.push));
    add(new Route(POST, "/r/{realm}/oauth2/token", REALM, CLIENT, FORM, "token.issued", on.token));
    String revoke = "/r/{realm}/oauth2/revoke";
    add(new Route(POST, revoke, REALM, CLIENT, FORM, "token.family_revoked", on.revocation));
    String introspect = "/r/{realm}/oauth2/introspect";
    add(new Route(POST, introspect, REALM, CLIENT, FORM, "-", on.introspection));
    String userInfo = "/r/{realm}/oauth2/userinfo";
    add(new Route(GET, userInfo, REALM, BEARER, NONE, "token.used", on.userInfo));
    add(new Route(POST, userInfo, REALM, BEARER, FORM, "token.used", on.userInfo));
    preflight("/r/{realm}/oauth2/par", on.preflights.push());
    preflight("/r/{realm}/oauth2/token", on.preflights.token());
    preflight(revoke, on.preflights.revocation());
    preflight(userInfo, on.preflights.userInfo());
  }

  private void registration(ProviderEndpoints on) {
    String register = "/r/{realm}/oauth2/register";
    String client = "/r/{realm}/oauth2/register/{client}";
    var one = on.clientConfiguration;
    add(new Route(POST, register, REALM, BEARER, JSON, "client.registered", on.registration));
    add(new Route(GET, client, REALM, BEARER, NONE, "-", one::read));
    add(new Route(PUT, client, REALM, BEARER, JSON, "client.changed", one::replace));
    add(new Route(DELETE, client, REALM, BEARER, NONE, "client.deleted", one::delete));
  }

  /** What those who run a tenant call; the gate lets in whom the operation says. */
  private void management(Foundation foundation, ManagementEndpoints on) {
    api(on, GET, "/api/tenant", "-", on.tenant.show());
    api(on, GET, "/api/roles", "-", RoleResource.list());
    api(on, GET, "/api/sessions", "-", on.sessions.list());
    api(on, DELETE, "/api/sessions/{id}", "session.revoked", on.sessions.end());
    api(on, GET, "/api/audit", "audit.read", on.audit.list());
    api(on, GET, "/api/keys", "-", on.keys.list());
    api(on, GET, "/api/clients", "-", on.clients.list());
    api(on, GET, "/api/clients/{id}", "-", on.clients.show());
    api(on, DELETE, "/api/clients/{id}", "client.deleted", on.clients.delete());
    var document = new OpenApiEndpoint(new OpenApi(api), foundation.realm());
    add(new Route(GET, "/r/{realm}/api/openapi.json", REALM, PUBLIC, NONE, "-", document));
  }

  /** A line of the API, which is a line of its description too. */
  private void api(
      ManagementEndpoints on, Method method, String path, String event, Endpoint endpoint) {
    if (!endpoint.event().map(EventType::id).orElse("-").equals(event)) {
      throw new IllegalArgumentException(path + " leaves another record than " + event);
    }
    api.add(new OpenApi.Entry(method, path, endpoint));
    Route.Body body = endpoint.operation().body().isPresent() ? JSON : NONE;
    add(new Route(method, "/r/{realm}" + path, REALM, API, body, event, on.gate.protect(endpoint)));
  }

  /** A page of the realm that anybody may open; a form of it needs its CSRF token. */
  private void browser(Method method, String path, String event, Handler handler) {
    Route.Body body = method == POST ? FORM : NONE;
    add(new Route(method, path, REALM, BROWSER, body, event, handler));
  }

  /** A page for whoever is signed in; the gate sends others to sign in and checks every form. */
  private void session(
      Features on, Method method, String path, String event, SessionGate.Handler handler) {
    Route.Body body = method == POST ? FORM : NONE;
    add(new Route(method, path, REALM, SESSION, body, event, on.gate.protect(handler)));
  }

  /** What a browser asks before a page of another origin calls the endpoint. */
  private void preflight(String path, Handler handler) {
    add(new Route(OPTIONS, path, REALM, PUBLIC, NONE, "-", handler));
  }

  private void add(Route route) {
    routes.add(route);
  }
}
