package dev.gatehouse.e2e;

import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import java.net.URI;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** What a public client of the realm monitrax holds after somebody signed in. */
record Tokens(String access, String refresh) {
  static final String CLIENT = "monitrax-spa";
  private static final String CALLBACK = "http://127.0.0.1/callback";

  /**
   * A code, ready to be redeemed.
   *
   * @param verifier proves who asked for it
   */
  record Code(String value, String verifier) {
    FormData redemption() {
      return FormData.of(
          "grant_type", "authorization_code",
          "client_id", CLIENT,
          "code", value,
          "redirect_uri", CALLBACK,
          "code_verifier", verifier);
    }
  }

  /** A confidential client, which gets the same answer to a retry. */
  record Patient(String client, String secret) {
    Tokens redeem(HttpDriver signedIn) {
      Code code = authorize(signedIn, client);
      return Tokens.of(
          send(
              signedIn,
              FormData.of(
                  "grant_type",
                  "authorization_code",
                  "code",
                  code.value(),
                  "redirect_uri",
                  CALLBACK,
                  "code_verifier",
                  code.verifier())));
    }

    Page refresh(HttpDriver browser, Tokens tokens) {
      return send(
          browser, FormData.of("grant_type", "refresh_token", "refresh_token", tokens.refresh()));
    }

    private Page send(HttpDriver browser, FormData form) {
      return post(browser, form, request -> request.basic(client, secret));
    }
  }

  /** A code for somebody who is signed in in this browser. */
  static Code authorize(HttpDriver signedIn) {
    return authorize(signedIn, CLIENT);
  }

  private static Code authorize(HttpDriver signedIn, String client) {
    Pkce pkce = Pkce.s256();
    FormData request =
        FormData.of(
            "response_type",
            "code",
            "client_id",
            client,
            "redirect_uri",
            CALLBACK,
            "scope",
            "openid offline_access",
            "state",
            "the-state",
            "nonce",
            "the-nonce",
            "code_challenge",
            pkce.challenge(),
            "code_challenge_method",
            Pkce.METHOD);
    Page page = signedIn.get("/r/monitrax/oauth2/authorize?" + request.encode()).followWithin();
    if (page.status() == 200) {
      page = page.form("/oauth2/consent").press("Allow").followWithin();
    }
    Page last = page;
    URI back = page.location().orElseThrow(() -> new AssertionError("no way back: " + last));
    String code =
        FormData.parse(back.getRawQuery())
            .first("code")
            .orElseThrow(() -> new AssertionError("no code in " + back));
    return new Code(code, pkce.verifier());
  }

  static Tokens of(Page answer) {
    JsonNode json = answer.expect(200).json();
    return new Tokens(
        json.required("access_token").asString(), json.required("refresh_token").asString());
  }

  FormData refreshment() {
    return FormData.of(
        "grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", refresh);
  }

  /** Sends a form to the token endpoint of the server that this address names. */
  static Page post(HttpDriver browser, FormData form, UnaryOperator<Exchange> change) {
    return change
        .apply(browser.request("POST", "/r/monitrax/oauth2/token").asProgram().form(form))
        .send();
  }
}
