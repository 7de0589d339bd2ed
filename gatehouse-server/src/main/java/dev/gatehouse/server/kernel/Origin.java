package dev.gatehouse.server.kernel;

/**
 * Where a request came from: its id, the address of its sender (behind trusted proxies only) and
 * the user agent as sent, cut at 512 characters. Address and user agent are personal.
 */
public record Origin(String requestId, String address, String userAgent) {
  /** What stands for the sender when the server itself acts: an expiry, a start. */
  public static final Origin SERVER = new Origin("server", "", "");
}
