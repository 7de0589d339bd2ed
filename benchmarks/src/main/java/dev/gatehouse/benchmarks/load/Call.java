package dev.gatehouse.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request before it is sent.
 *
 * @param target path and query
 * @param headers beside Host and Content-Length
 * @param body empty for none
 */
public record Call(String method, String target, Map<String, String> headers, byte[] body) {
  private static final byte[] NONE = new byte[0];

  public Call {
    headers = Map.copyOf(headers);
  }

  public static Call get(String target) {
    return new Call("GET", target, Map.of("Accept", "*/*"), NONE);
  }

  /** A form, already encoded. */
  public static Call post(String target, String form) {
    return new Call(
        "POST",
        target,
        Map.of("Accept", "*/*", "Content-Type", "application/x-www-form-urlencoded"),
        form.getBytes(StandardCharsets.UTF_8));
  }

  public Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, target, more, body);
  }

  /** RFC 6750 §2.1. */
  public Call bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** RFC 6749 §2.3.1, for ids and secrets that need no encoding. */
  public Call basic(String id, String secret) {
    byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }

  byte[] bytes(String authority) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(authority);
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    if (!method.equals("GET")) {
      head.append("\r\nContent-Length: ").append(body.length);
    }
    byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }
}
