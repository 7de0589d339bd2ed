package dev.gatehouse.server.http;

import java.util.List;
import java.util.Map;

/**
 * An answer made ready for the wire.
 *
 * @param headers one value each
 * @param cookies values of {@code Set-Cookie}
 */
public record Reply(int status, Map<String, String> headers, List<String> cookies, byte[] body) {}
