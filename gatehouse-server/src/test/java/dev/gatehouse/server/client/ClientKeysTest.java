package dev.gatehouse.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.server.crypto.ForeignJwt;
import dev.gatehouse.server.crypto.ForeignKey;
import dev.gatehouse.server.crypto.TrustedAuthorities;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.http.OutboundRules;
import dev.gatehouse.server.realm.ClientAuthentication;
import dev.gatehouse.testkit.FakeClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Keys at an address of the client's: fetched seldom, and followed when they change. */
class ClientKeysTest {
  @Test
  void unknownKeys_causeOneFetchAMinute() throws Exception {
    FakeClock clock = FakeClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    ECKey first = key("first");
    ECKey second = key("second");
    AtomicReference<ECKey> published = new AtomicReference<>(first);
    AtomicInteger fetches = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body =
              new JWKSet(published.get().toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (OutboundHttp outbound =
        new OutboundHttp(
            new OutboundRules(Set.of("127.0.0.1")),
            TrustedAuthorities.with(Optional.empty())::context)) {
      ClientKeys keys = new ClientKeys(outbound, clock);
      var where =
          new ClientAuthentication.Keys.Remote(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys"));
      assertThat(keys.find(where, signed(first))).isPresent();
      for (int i = 0; i < 1000; i++) {
        assertThat(keys.find(where, signed(second))).isEmpty();
      }
      assertThat(fetches).hasValue(1);
      published.set(second);
      clock.advance(Duration.ofSeconds(61));
      assertThat(keys.find(where, signed(second))).isPresent();
      assertThat(keys.find(where, signed(first))).isEmpty();
      assertThat(fetches).hasValue(2);
      // gone: what was known still counts
      server.stop(0);
      clock.advance(Duration.ofMinutes(11));
      assertThat(keys.find(where, signed(second))).isPresent();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void unknownKeys_atTheSameTime_causeOneFetch() throws Exception {
    int askers = 100;
    ECKey published = key("published");
    ForeignJwt unknown = signed(key("unknown"));
    AtomicInteger fetches = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(askers);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          awaitAll(asked);
          byte[] body =
              new JWKSet(published.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (OutboundHttp outbound =
            new OutboundHttp(
                new OutboundRules(Set.of("127.0.0.1")),
                TrustedAuthorities.with(Optional.empty())::context);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ClientKeys keys =
          new ClientKeys(outbound, FakeClock.at(Instant.parse("2026-01-01T00:00:00Z")));
      var where =
          new ClientAuthentication.Keys.Remote(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys"));
      List<Future<Optional<ForeignKey>>> found = new ArrayList<>();
      for (int i = 0; i < askers; i++) {
        found.add(
            threads.submit(() -> {
              asked.countDown();
              return keys.find(where, unknown);
            }));
      }
      for (Future<Optional<ForeignKey>> each : found) {
        assertThat(each.get()).isEmpty();
      }
      assertThat(fetches).hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ECKey key(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  private static ForeignJwt signed(ECKey key) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
    SignedJWT jwt = new SignedJWT(header, new JWTClaimsSet.Builder().subject("a").build());
    jwt.sign(new ECDSASigner(key));
    return ForeignJwt.parse(jwt.serialize(), Set.of("alg", "typ", "kid")).orElseThrow();
  }
}
