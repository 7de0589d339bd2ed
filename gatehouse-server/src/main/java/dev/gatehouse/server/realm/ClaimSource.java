package dev.gatehouse.server.realm;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A claim of the server's own that an alias may repeat under another name. */
public enum ClaimSource {
  SUB,
  TID,
  SID,
  CLIENT_ID,
  ROLES,
  SCOPE;

  /** The claim's name. */
  public String claim() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Map<String, ClaimSource> words() {
    Map<String, ClaimSource> words = new TreeMap<>();
    for (ClaimSource source : values()) {
      words.put(source.claim(), source);
    }
    return words;
  }
}
