package dev.gatehouse.launcher;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which keys a command is about; all of them where nothing is said. */
final class KeySelection {
  @Option(names = "--realm", paramLabel = "<realm>", description = "Only those of this realm.")
  private String realm = "";

  @Option(
      names = "--use",
      paramLabel = "<use>",
      description =
          "Only those of access_token, or of id_token (which sign all other answers too).")
  private String use = "";

  @Option(
      names = "--alg",
      paramLabel = "<alg>",
      description = "Only those of RS256, ES256 or EdDSA.")
  private String algorithm = "";

  Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("realm", realm);
    request.put("use", use);
    request.put("alg", algorithm);
    return request;
  }
}
