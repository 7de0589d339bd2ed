package dev.gatehouse.server.client;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Api;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.ClientAuthentication;
import dev.gatehouse.server.realm.ClientLogout;
import dev.gatehouse.server.realm.ClientPages;
import dev.gatehouse.server.realm.ClientSignatures;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RefreshRules;
import dev.gatehouse.server.realm.SecretDigest;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client says of itself when it registers (RFC 7591 §2, OpenID Connect Registration §2):
 * each member of its type and shape, absent ones as the specification has them, unknown ones left
 * out. Whether the realm allows it is not said yet.
 *
 * @param method its {@code token_endpoint_auth_method}
 * @param algorithm the one it signs assertions with
 * @param jwks its public keys as JSON
 * @param jwksUri or where they are
 * @param scopes what it asks for; absent: whatever it may have
 * @param sector judged like its other addresses and then forgotten: subjects are public here
 */
public record ClientMetadata(
    Optional<String> name,
    Method method,
    Optional<SigningAlgorithm> algorithm,
    Optional<String> jwks,
    Optional<URI> jwksUri,
    List<URI> redirectUris,
    Set<Client.Grant> grants,
    Optional<List<String>> scopes,
    boolean requirePushedRequests,
    boolean dpopBoundAccessTokens,
    ClientSignatures signatures,
    ClientLogout logout,
    ClientPages pages,
    Optional<URI> sector) {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.shared();

  public ClientMetadata {
    redirectUris = List.copyOf(redirectUris);
    grants = Set.copyOf(grants);
    scopes = scopes.map(List::copyOf);
  }

  /** How it says who it is. */
  public enum Method {
    NONE("none"),
    CLIENT_SECRET_BASIC("client_secret_basic"),
    CLIENT_SECRET_POST("client_secret_post"),
    PRIVATE_KEY_JWT("private_key_jwt");

    private final String wire;

    Method(String wire) {
      this.wire = wire;
    }

    public String wire() {
      return wire;
    }

    /** Whether it needs a secret of ours. */
    public boolean hasSecret() {
      return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }
  }

  /** Reads the members of a request; a refusal names the one that is wrong. */
  public static ClientMetadata read(Map<String, Object> members) throws Refusal {
    return new ClientMetadataReader(members).read();
  }

  /** The same with these scopes, where it asked for none in particular. */
  public ClientMetadata orScopes(List<String> standard) {
    return new ClientMetadata(
        name,
        method,
        algorithm,
        jwks,
        jwksUri,
        redirectUris,
        grants,
        scopes.or(() -> Optional.of(standard)),
        requirePushedRequests,
        dpopBoundAccessTokens,
        signatures,
        logout,
        pages,
        sector);
  }

  /**
   * The client that it describes.
   *
   * @param secret digest of its secret, where its method has one
   */
  public Client client(ClientId id, Optional<SecretDigest> secret, Realm realm) {
    Set<String> asked = Set.copyOf(scopes.orElse(List.of()));
    boolean isPublic = method == Method.NONE;
    return new Client(
        id,
        name.orElse(id.value()),
        authentication(secret),
        redirectUris,
        grants,
        asked,
        apis(realm, asked),
        Optional.empty(),
        false,
        true,
        // RFC 9700 §2.1.1: only a confidential client may do without, where its realm says so
        isPublic || !realm.registration().mayOmitPkce(),
        requirePushedRequests,
        dpopBoundAccessTokens,
        new RefreshRules(
            isPublic ? Duration.ZERO : GRACE, Optional.empty(), Optional.empty(), false),
        signatures,
        logout,
        pages);
  }

  /** The origins whose pages may read our answers: of a public client, https alone. */
  public List<String> origins() {
    return method == Method.NONE
        ? redirectUris.stream()
            .flatMap(uri -> AllowedOrigins.httpsOrigin(uri).stream())
            .distinct()
            .toList()
        : List.of();
  }

  private ClientAuthentication authentication(Optional<SecretDigest> secret) {
    return switch (method) {
      case NONE -> new ClientAuthentication.None();
      case CLIENT_SECRET_BASIC -> shared(ClientAuthentication.Transport.BASIC, secret);
      case CLIENT_SECRET_POST -> shared(ClientAuthentication.Transport.POST, secret);
      case PRIVATE_KEY_JWT ->
          new ClientAuthentication.PrivateKey(
              jwksUri
                  .<ClientAuthentication.Keys>map(ClientAuthentication.Keys.Remote::new)
                  .orElseGet(() -> new ClientAuthentication.Keys.Inline(jwks.orElseThrow())),
              algorithm);
    };
  }

  private static ClientAuthentication shared(
      ClientAuthentication.Transport transport, Optional<SecretDigest> secret) {
    return new ClientAuthentication.SharedSecret(transport, secret.orElseThrow());
  }

  /** The APIs that have a scope it asked for, of those that registered clients may ask for. */
  private static Set<String> apis(Realm realm, Set<String> scopes) {
    return realm.apis().stream()
        .filter(api -> realm.registration().apis().contains(api.name()))
        .filter(api -> api.scopes().stream().anyMatch(scope -> scopes.contains(scope.name())))
        .map(Api::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The members as a registration response has them (RFC 7591 §3.2.1), and as they are kept. */
  public Map<String, Object> members() {
    Map<String, Object> all = new LinkedHashMap<>();
    name.ifPresent(text -> all.put("client_name", text));
    all.put("token_endpoint_auth_method", method.wire());
    algorithm.ifPresent(alg -> all.put("token_endpoint_auth_signing_alg", alg.joseName()));
    jwks.ifPresent(set -> all.put("jwks", JSON.readValue(set, Map.class)));
    put(all, "jwks_uri", jwksUri);
    all.put("redirect_uris", texts(redirectUris));
    all.put("grant_types", grants.stream().map(Client.Grant::wire).sorted().toList());
    boolean codes = grants.contains(Client.Grant.AUTHORIZATION_CODE);
    all.put("response_types", codes ? List.of("code") : List.of());
    scopes.ifPresent(names -> all.put("scope", String.join(" ", names)));
    all.put("require_pushed_authorization_requests", requirePushedRequests);
    all.put("dpop_bound_access_tokens", dpopBoundAccessTokens);
    all.put("subject_type", "public");
    putAlgorithms(all);
    all.put("post_logout_redirect_uris", texts(logout.postLogoutRedirectUris()));
    put(all, "backchannel_logout_uri", logout.backchannelUri());
    all.put("backchannel_logout_session_required", logout.backchannelSessionRequired());
    put(all, "logo_uri", pages.logoUri());
    put(all, "client_uri", pages.clientUri());
    put(all, "policy_uri", pages.policyUri());
    put(all, "tos_uri", pages.tosUri());
    put(all, "initiate_login_uri", pages.initiateLoginUri());
    return all;
  }

  private void putAlgorithms(Map<String, Object> all) {
    signatures.idToken().ifPresent(alg -> all.put("id_token_signed_response_alg", alg.joseName()));
    signatures.userInfo().ifPresent(alg -> all.put("userinfo_signed_response_alg", alg.joseName()));
    signatures
        .introspection()
        .ifPresent(alg -> all.put("introspection_signed_response_alg", alg.joseName()));
  }

  private static void put(Map<String, Object> all, String name, Optional<URI> uri) {
    uri.ifPresent(value -> all.put(name, value.toString()));
  }

  private static List<String> texts(List<URI> uris) {
    return uris.stream().map(URI::toString).toList();
  }
}
