package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each client by the one method it registered (OpenID Connect Core §9). */
@Tag("database")
class ClientAuthenticationTest {
  @Test
  void authenticate_eachMethod_onlyAsRegistered() throws Exception {
    try (Works works = Works.start()) {
      // right credentials: what is refused then is the tenant, which nobody granted
      assertThat(error(works.tokenAs("basic", nowhere()))).isEqualTo("unauthorized_client");
      assertThat(error(works.post("token", posted(works, "post"))))
          .isEqualTo("unauthorized_client");
      assertThat(error(works.tokenWith(works.sign(works.assertion().build()), nowhere())))
          .isEqualTo("unauthorized_client");
      // each in another's way
      assertThat(error(works.tokenAs("post", nowhere()))).isEqualTo("invalid_client");
      assertThat(error(works.tokenAs("signed", nowhere()))).isEqualTo("invalid_client");
      assertThat(error(works.post("token", posted(works, "basic")))).isEqualTo("invalid_client");
      String forBasic = works.sign(works.assertion().issuer("basic").subject("basic").build());
      assertThat(error(works.tokenWith(forBasic, nowhere()))).isEqualTo("invalid_client");
      // by name alone, and in two ways at once
      assertThat(
              error(
                  works.post(
                      "token",
                      nowhere().add("grant_type", "client_credentials").add("client_id", "basic"))))
          .isEqualTo("invalid_client");
      assertThat(error(works.tokenAs("basic", nowhere().add("client_secret", works.secret()))))
          .isEqualTo("invalid_request");
      assertThat(
              error(
                  works.tokenWith(
                      works.sign(works.assertion().build()), nowhere().add("client_id", "basic"))))
          .isEqualTo("invalid_request");
    }
  }

  @Test
  @Attack("O13")
  void assertion_usedTwiceOrForAnother_isRefused() throws Exception {
    try (Works works = Works.start()) {
      String good = works.sign(works.assertion().build());
      assertThat(error(works.tokenWith(good, nowhere()))).isEqualTo("unauthorized_client");
      assertThat(error(works.tokenWith(good, nowhere()))).isEqualTo("invalid_client");
      Map<String, String> bad = new LinkedHashMap<>();
      String issuer = works.issuer();
      for (String audience :
          List.of(
              issuer + "/oauth2/token",
              issuer + "/",
              issuer.toUpperCase(Locale.ROOT),
              works.server.base() + "/r/monitrax",
              "signed")) {
        bad.put(audience, works.sign(works.assertion().audience(audience).build()));
      }
      bad.put("no aud", works.sign(works.assertion().audience((String) null).build()));
      bad.put(
          "array",
          works.sign(works.assertion().audience(List.of(issuer, "https://other")).build()));
      bad.put(
          "array of one",
          works.sign(works.assertion().claim("aud", List.of(issuer, issuer)).build()));
      for (String typ : List.of("at+jwt", "dpop+jwt", "logout+jwt", "jwt-assertion")) {
        bad.put(typ, works.sign(typ, works.assertion().build()));
      }
      bad.put("exp 24 h", works.sign(expiring(works, Duration.ofHours(24))));
      bad.put("exp past", works.sign(expiring(works, Duration.ofSeconds(-1))));
      bad.put("no exp", works.sign(works.assertion().expirationTime(null).build()));
      bad.put("no jti", works.sign(works.assertion().jwtID(null).build()));
      bad.put("other sub", works.sign(works.assertion().subject("basic").build()));
      bad.put("other iss", works.sign(works.assertion().issuer("basic").build()));
      bad.put(
          "nbf",
          works.sign(
              works
                  .assertion()
                  .notBeforeTime(Date.from(works.server.clock().instant().plusSeconds(61)))
                  .build()));
      bad.put("other key", stranger(works));
      bad.put("junk", works.sign(works.assertion().build()) + "x");
      bad.put("unsigned", unsigned(works));
      bad.forEach((what, assertion) ->
          assertThat(error(works.tokenWith(assertion, nowhere())))
              .as(what)
              .isEqualTo("invalid_client"));
    }
  }

  private static JWTClaimsSet expiring(Works works, Duration later) {
    return works
        .assertion()
        .expirationTime(Date.from(works.server.clock().instant().plus(later)))
        .build();
  }

  private static String stranger(Works works) throws JOSEException {
    var other = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
            works.assertion().build());
    jwt.sign(new ECDSASigner(other));
    return jwt.serialize();
  }

  private static String unsigned(Works works) {
    return new PlainJWT(works.assertion().build()).serialize();
  }

  private static FormData nowhere() {
    return FormData.of("tenant", "nowhere");
  }

  private static FormData posted(Works works, String client) {
    return nowhere()
        .add("grant_type", "client_credentials")
        .add("client_id", client)
        .add("client_secret", works.secret());
  }

  private static String error(Page answer) {
    return answer.json().get("error").asString();
  }
}
