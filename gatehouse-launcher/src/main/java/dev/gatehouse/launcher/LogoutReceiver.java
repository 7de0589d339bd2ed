package dev.gatehouse.launcher;

import static dev.gatehouse.launcher.DemoRealm.text;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.launcher.DemoRealm.Unexpected;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * An application on loopback that is told when sessions end, and believes what it can verify
 * (OpenID Connect Back-Channel Logout §2.6).
 */
final class LogoutReceiver implements AutoCloseable {
  private static final String PATH = "/backchannel-logout";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DemoRealm realm;
  private final String client;
  private final HttpServer server;
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  /**
   * What it was told.
   *
   * @param session whose end
   * @param wrong what kept it from being believed; empty where nothing did
   */
  record Told(String session, String wrong) {}

  private LogoutReceiver(DemoRealm realm, String client, HttpServer server) {
    this.realm = realm;
    this.client = client;
    this.server = server;
  }

  static LogoutReceiver open(DemoRealm realm, String client) {
    try {
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      LogoutReceiver receiver = new LogoutReceiver(realm, client, server);
      server.createContext(PATH, receiver::take);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "no address for an application: " + e.getMessage(), e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      Told what = read(FormData.parse(body).first("logout_token").orElse(""));
      told.add(what);
      exchange.sendResponseHeaders(what.wrong().isEmpty() ? 200 : 400, -1);
    }
  }

  private Told read(String token) {
    try {
      UnverifiedJwt jwt = UnverifiedJwt.of(token);
      requireSigned(token, jwt);
      requireClaims(jwt);
      return new Told(jwt.claim("sid"), "");
    } catch (RuntimeException | AssertionError | GeneralSecurityException wrong) {
      return new Told("", String.valueOf(wrong.getMessage()));
    }
  }

  private void requireSigned(String token, UnverifiedJwt jwt) throws GeneralSecurityException {
    require("typ", text(jwt.header(), "typ").equals("logout+jwt"));
    require("alg", text(jwt.header(), "alg").equals("RS256"));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key(text(jwt.header(), "kid")));
    signature.update(
        token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
    require("signature", signature.verify(Base64.getUrlDecoder().decode(jwt.signature())));
  }

  private PublicKey key(String kid) throws GeneralSecurityException {
    for (JsonNode key : published("/oauth2/jwks").required("keys")) {
      if (text(key, "kid").equals(kid)) {
        return KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
      }
    }
    throw new Unexpected("kid: none of the published keys");
  }

  private static BigInteger number(JsonNode key, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(text(key, member)));
  }

  private void requireClaims(UnverifiedJwt jwt) {
    JsonNode claims = jwt.claims();
    String issuer = text(published("/.well-known/openid-configuration"), "issuer");
    require("iss", jwt.claim("iss").equals(issuer));
    require("aud", jwt.claim("aud").equals(client));
    JsonNode events = claims.required("events");
    require("events", events.size() == 1 && events.path(EVENT).isObject());
    require("exp", claims.required("exp").asLong() > Instant.now().getEpochSecond());
    // §2.4: it would make an ID token of it
    require("nonce", !claims.has("nonce"));
  }

  private JsonNode published(String path) {
    try (HttpDriver program = realm.browser()) {
      return program.request("GET", realm.path(path)).asProgram().send().expect(200).json();
    }
  }

  private static void require(String what, boolean right) {
    if (!right) {
      throw new Unexpected(what + " is not what it should be");
    }
  }

  /** The session whose end it was told of. */
  String await() {
    try {
      Told next = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new Unexpected("the application was not told");
      }
      if (!next.wrong().isEmpty()) {
        throw new Unexpected("the application was told what it can't believe: " + next.wrong());
      }
      return next.session();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Unexpected("interrupted");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
