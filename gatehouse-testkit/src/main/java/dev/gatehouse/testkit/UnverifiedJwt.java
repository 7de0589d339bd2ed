package dev.gatehouse.testkit;

import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a compact JWS, read without any check: for looking at a token, never for trusting
 * it.
 */
public record UnverifiedJwt(JsonNode header, JsonNode claims, String signature) {

  private static final JsonMapper JSON = JsonMapper.shared();

  public static UnverifiedJwt of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "a compact JWS has three parts, this has " + parts.length + ": " + token);
    }
    return new UnverifiedJwt(decode(parts[0]), decode(parts[1]), parts[2]);
  }

  /** A string claim. */
  public String claim(String name) {
    return claims.required(name).stringValue();
  }

  private static JsonNode decode(String part) {
    return JSON.readTree(Base64.getUrlDecoder().decode(part));
  }
}
