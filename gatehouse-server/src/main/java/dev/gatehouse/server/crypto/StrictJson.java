package dev.gatehouse.server.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one JSON object that somebody sent: valid UTF-8, no member twice, nothing after it, no more
 * than a few levels deep (RFC 8725 §2.4, RFC 7515 §4).
 */
public final class StrictJson {
  private static final int DEEPEST = 8;
  private static final int LONGEST_NUMBER = 32;

  // made once: to build one costs more than most texts cost to read, and it never changes
  private static final ObjectReader OBJECT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  /** The members; nothing for anything else. A number is Integer, Long or larger. */
  public Optional<Map<String, Object>> object(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Map<String, Object> object = OBJECT.readValue(text);
      boolean hasNull = object == null || object.containsValue(null);
      return hasNull ? Optional.empty() : Optional.of(object);
    } catch (CharacterCodingException | JacksonException malformed) {
      return Optional.empty();
    }
  }
}
