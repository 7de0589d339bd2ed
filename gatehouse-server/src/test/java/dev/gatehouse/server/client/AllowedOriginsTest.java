package dev.gatehouse.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
  private final AllowedOrigins origins = new AllowedOrigins(SampleRealm.registry());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://spa.sample.example",
        "http://127.0.0.1",
        "http://127.0.0.1:5173",
        "http://[::1]:5173"
      })
  void isAllowed_ofPublicClient(String origin) {
    assertThat(origins.isAllowed(SampleRealm.ID, origin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "*",
        "",
        "https://evil.example",
        "https://spa.sample.example.evil.example",
        "https://evil.spa.sample.example",
        "https://spa.sample.example:444",
        "https://spa.sample.example/",
        "https://spa.sample.example/callback",
        "http://spa.sample.example",
        "HTTPS://spa.sample.example",
        "https://app.sample.example",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1:5173/",
        "http://127.0.0.1:5173@evil.example",
        "https://127.0.0.1:5173",
        "http://localhost:5173",
        "com.sample.app:"
      })
  void isAllowed_unknownOrNull_isNot(String origin) {
    assertThat(origins.isAllowed(SampleRealm.ID, origin)).isFalse();
  }
}
