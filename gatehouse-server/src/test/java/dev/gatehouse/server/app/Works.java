package dev.gatehouse.server.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.tenant.TenantStore;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A server with the realm {@code works}: clients of every kind, and machines. */
final class Works implements AutoCloseable {
  static final String REALM = "/r/works";
  private static final RealmId ID = new RealmId("works");
  private static final String SECRET = "9a3b1c5d8a7e4932b1f0d6c5a4e39281";

  final RunningServer server;
  final ECKey key;

  private Works(RunningServer server, ECKey key) {
    this.server = server;
    this.key = key;
  }

  static Works start() {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
      String realm = realm().formatted(new JWKSet(key.toPublicJWK()).toString());
      return new Works(
          RunningServer.withRealms(Map.of("works.yaml", realm), Map.of("works-client", SECRET)),
          key);
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String realm() {
    try (InputStream file =
        Objects.requireNonNull(Works.class.getResourceAsStream("/realms/works.yaml"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  String issuer() {
    return server.base() + REALM;
  }

  String secret() {
    return SECRET;
  }

  /** A tenant without people. */
  TenantId openTenant(String name) throws Refusal {
    TenantId id = new TenantId(UUID.randomUUID());
    Foundation on = server.inside().foundation();
    on.transactions.inTenant(
        ID, id, Attempted.NOTHING, tx -> TenantStore.ofDatabase(on.random).create(tx, name));
    return id;
  }

  /** Gives a client these roles in a tenant. */
  void grant(TenantId tenant, String client, List<String> roles) throws Refusal {
    Foundation on = server.inside().foundation();
    on.serviceAccounts().ensure(ID, tenant, new ClientId(client), client, roles);
  }

  /** Claims of an assertion that is right in everything. */
  JWTClaimsSet.Builder assertion() {
    Date now = Date.from(server.clock().instant());
    return new JWTClaimsSet.Builder()
        .issuer("signed")
        .subject("signed")
        .audience(issuer())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(now)
        .expirationTime(Date.from(server.clock().instant().plusSeconds(60)));
  }

  String sign(JWTClaimsSet claims) {
    return sign("client-authentication+jwt", claims);
  }

  String sign(String typ, JWTClaimsSet claims) {
    try {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(new JOSEObjectType(typ))
              .keyID(key.getKeyID())
              .build();
      SignedJWT jwt = new SignedJWT(header, claims);
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The token endpoint with a signed assertion. */
  Page tokenWith(String assertion, FormData more) {
    return post(
        "token",
        more.add("grant_type", "client_credentials")
            .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .add("client_assertion", assertion));
  }

  /** The token endpoint as a client that sends its secret in the header. */
  Page tokenAs(String client, FormData more) {
    return server
        .browser()
        .request("POST", REALM + "/oauth2/token")
        .asProgram()
        .form(more.add("grant_type", "client_credentials"))
        .basic(client, SECRET)
        .send();
  }

  Page introspectAs(String client, String token) {
    return server
        .browser()
        .request("POST", REALM + "/oauth2/introspect")
        .asProgram()
        .form(FormData.of("token", token))
        .basic(client, SECRET)
        .send();
  }

  Page post(String endpoint, FormData form) {
    return server
        .browser()
        .request("POST", REALM + "/oauth2/" + endpoint)
        .asProgram()
        .form(form)
        .send();
  }

  @Override
  public void close() {
    server.close();
  }
}
