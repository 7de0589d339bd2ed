package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Answer;
import dev.gatehouse.benchmarks.load.UnexpectedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** That a token is what the kind says: a comparison of other signatures would mean nothing. */
final class Tokens {
  private static final Map<String, Integer> SIGNATURE_BYTES =
      Map.of("RS256", 256, "ES256", 64, "EdDSA", 64);

  private Tokens() {}

  /** The access token of an answer, a JWT signed by that algorithm, by RSA with 2048 bits. */
  static String access(Answer answer, String algorithm) throws UnexpectedAnswer {
    String token = answer.expect(200).json("access_token");
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3
        || !algorithm(parts[0]).equals(algorithm)
        || !Integer.valueOf(bytes(parts[2]).length).equals(SIGNATURE_BYTES.get(algorithm))) {
      throw new UnexpectedAnswer("no access token signed by " + algorithm, answer);
    }
    return token;
  }

  private static String algorithm(String header) {
    return JsonMapper.shared()
        .readTree(new String(bytes(header), StandardCharsets.UTF_8))
        .path("alg")
        .asString("");
  }

  private static byte[] bytes(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}
