package dev.gatehouse.server.app;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.Page;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Somebody who runs their organisation through the management API. */
final class Manager {
  static final String API = Visitor.REALM + "/api";

  final Visitor visitor;
  final String token;

  private Manager(Visitor visitor, String scope) {
    this.visitor = visitor;
    this.token = token(visitor, scope);
  }

  /** The owner of a new organisation, with everything that applications may ask for. */
  static Manager owner(RunningServer server) {
    return of(Visitor.signedIn(server), "openid manage.read manage.write");
  }

  static Manager of(Visitor visitor, String scope) {
    return new Manager(visitor, scope);
  }

  static String token(Visitor visitor, String scope) {
    // an API is named when its token is asked for (RFC 8707 §2)
    Ask ask = Ask.of("monitrax-first", scope);
    String api = visitor.server.base() + API;
    JsonNode tokens = visitor.tokens(scope.contains("manage.") ? ask.with("resource", api) : ask);
    return Objects.requireNonNull(tokens.get("access_token")).asString();
  }

  Exchange request(String method, String path) {
    return visitor.server.browser().request(method, API + path).asProgram().bearer(token);
  }

  Page get(String path) {
    return request("GET", path).send();
  }

  Page delete(String path) {
    return request("DELETE", path).send();
  }

  /** Makes its person hold this role alone, and asks for a token that says so. */
  Manager as(String role) {
    visitor
        .server
        .database()
        .execute(
            "UPDATE gatehouse.principal SET roles = ARRAY[?] WHERE (tenant_id, principal_id) IN"
                + " (SELECT tenant_id, principal_id FROM gatehouse.email_address WHERE address = ?)",
            role,
            visitor.email);
    return of(visitor, "openid manage.read manage.write");
  }
}
