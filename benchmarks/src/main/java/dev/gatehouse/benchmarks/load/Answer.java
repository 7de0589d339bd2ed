package dev.gatehouse.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back.
 *
 * @param headers lines in order, {@code name: value}
 */
public record Answer(int status, List<String> headers, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public Answer {
    headers = List.copyOf(headers);
  }

  /** This answer, if it has that status. */
  public Answer expect(int expected) throws UnexpectedAnswer {
    if (status != expected) {
      throw new UnexpectedAnswer("status " + status + " instead of " + expected, this);
    }
    return this;
  }

  public Optional<String> header(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .toList();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** A text of a JSON answer. */
  public String json(String name) throws UnexpectedAnswer {
    return json()
        .optional(name)
        .map(JsonNode::asString)
        .orElseThrow(() -> new UnexpectedAnswer("no " + name, this));
  }
}
