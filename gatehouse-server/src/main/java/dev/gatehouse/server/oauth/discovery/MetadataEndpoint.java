package dev.gatehouse.server.oauth.discovery;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.code.Pkce;
import dev.gatehouse.server.oauth.grant.KnownScopes;
import dev.gatehouse.server.oauth.keys.AnswerAlgorithms;
import dev.gatehouse.server.oauth.push.PushEndpoint;
import dev.gatehouse.server.oauth.rule.Prompt;
import dev.gatehouse.server.oauth.rule.ResponseMode;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RegistrationPolicy;
import dev.gatehouse.server.session.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What this provider can do (OpenID Connect Discovery §3, RFC 8414 §2), at both well-known
 * addresses. It names what is on and nothing else.
 */
public final class MetadataEndpoint implements Handler {
  private final AllowedOrigins origins;
  private final ClientRegistry clients;

  public MetadataEndpoint(AllowedOrigins origins, ClientRegistry clients) {
    this.origins = origins;
    this.clients = clients;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    exchange.cache(JwksEndpoint.CACHED);
    return Answer.Json.ok(metadata(exchange.site(), clients.realm(exchange.realm())));
  }

  static Map<String, Object> metadata(Site site, Realm realm) {
    Map<String, Object> all = new LinkedHashMap<>();
    endpoints(all, site);
    logout(all, site);
    if (realm.registration().mode() != RegistrationPolicy.Mode.OFF) {
      all.put("registration_endpoint", site.uri("/oauth2/register").toString());
    }
    all.put("scopes_supported", KnownScopes.of(realm));
    all.put("response_types_supported", List.of("code"));
    all.put("response_modes_supported", ResponseMode.supported());
    all.put(
        "grant_types_supported", Stream.of(Client.Grant.values()).map(Client.Grant::wire).toList());
    all.put("subject_types_supported", List.of("public"));
    algorithms(all, realm);
    all.put("code_challenge_methods_supported", List.of(Pkce.METHOD));
    all.put("prompt_values_supported", Prompt.supported());
    all.put("acr_values_supported", Evidence.REACHABLE);
    all.put("claim_types_supported", List.of("normal"));
    all.put(
        "claims_supported",
        List.of(
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "acr",
            "amr",
            "at_hash",
            "sid",
            "tid",
            "name",
            "email",
            "email_verified"));
    all.put("dpop_signing_alg_values_supported", ForeignKey.ALGORITHMS);
    all.put("ui_locales_supported", realm.languages());
    all.put("authorization_response_iss_parameter_supported", true);
    // OpenID Connect Discovery §3: request_uri_parameter_supported is true when left out
    all.put("request_parameter_supported", false);
    all.put("request_uri_parameter_supported", false);
    all.put("claims_parameter_supported", true);
    return all;
  }

  private static void algorithms(Map<String, Object> all, Realm realm) {
    List<String> algorithms =
        AnswerAlgorithms.of(realm).stream().map(SigningAlgorithm::joseName).toList();
    all.put("id_token_signing_alg_values_supported", algorithms);
    all.put("userinfo_signing_alg_values_supported", algorithms);
    // RFC 9701 §7
    all.put("introspection_signing_alg_values_supported", algorithms);
  }

  /** RP-Initiated Logout §2.1, Back-Channel Logout §2.1. */
  private static void logout(Map<String, Object> all, Site site) {
    all.put("end_session_endpoint", site.uri("/oauth2/logout").toString());
    all.put("backchannel_logout_supported", true);
    all.put("backchannel_logout_session_supported", true);
  }

  private static void endpoints(Map<String, Object> all, Site site) {
    all.put("issuer", site.issuer());
    all.put("authorization_endpoint", site.uri("/oauth2/authorize").toString());
    all.put("pushed_authorization_request_endpoint", site.uri(PushEndpoint.PATH).toString());
    // RFC 9126 §5, §6: clients say so for themselves
    all.put("require_pushed_authorization_requests", false);
    all.put("token_endpoint", site.uri("/oauth2/token").toString());
    all.put("userinfo_endpoint", site.uri("/oauth2/userinfo").toString());
    all.put("jwks_uri", site.uri("/oauth2/jwks").toString());
    all.put("revocation_endpoint", site.uri("/oauth2/revoke").toString());
    all.put("introspection_endpoint", site.uri("/oauth2/introspect").toString());
    List<String> confidential =
        List.of("client_secret_basic", "client_secret_post", "private_key_jwt");
    List<String> any =
        List.of("client_secret_basic", "client_secret_post", "private_key_jwt", "none");
    all.put("token_endpoint_auth_methods_supported", any);
    all.put("revocation_endpoint_auth_methods_supported", any);
    all.put("introspection_endpoint_auth_methods_supported", confidential);
    for (String endpoint : List.of("token", "revocation", "introspection")) {
      all.put(endpoint + "_endpoint_auth_signing_alg_values_supported", ForeignKey.ALGORITHMS);
    }
  }
}
