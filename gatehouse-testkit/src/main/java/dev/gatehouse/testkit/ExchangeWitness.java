package dev.gatehouse.testkit;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Looks at every request and answer that goes through a driver. Those that a test class path names
 * as services are always there, so that no test can forget them; what one throws fails the test.
 */
public interface ExchangeWitness {
  /**
   * What was sent and what came back.
   *
   * @param requestHeaders by name in lower case
   * @param answerHeaders by name in lower case
   */
  record Seen(
      String method,
      URI target,
      Map<String, String> requestHeaders,
      byte[] request,
      int status,
      Map<String, List<String>> answerHeaders,
      byte[] answer) {}

  /** Looks; throws {@link AssertionError} when something is not as it should be. */
  void saw(Seen seen);
}
