package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code Cookie} header; of our own cookies each may stand there once. */
final class Cookies {
  private Cookies() {}

  static Map<String, String> parse(List<String> headers) throws Refusal {
    Map<String, String> cookies = new HashMap<>();
    for (String header : headers) {
      for (String pair : header.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          String name = pair.substring(0, equals).strip();
          boolean ours = name.startsWith("__Host-gh-");
          if (ours && cookies.putIfAbsent(name, pair.substring(equals + 1).strip()) != null) {
            // two of the same name: one was planted, and nobody can say which
            throw Refusal.of(Reason.PARAMETER_REPEATED, name);
          }
        }
      }
    }
    return cookies;
  }
}
