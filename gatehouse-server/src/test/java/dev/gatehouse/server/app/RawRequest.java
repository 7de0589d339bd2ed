package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bytes to a server and back, for what no client library sends. */
final class RawRequest {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawRequest() {}

  /** What came back until the server closed the connection. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer parse(String text) {
      int end = text.indexOf("\r\n\r\n");
      assertThat(text).startsWith("HTTP/1.1 ");
      Map<String, String> headers = new TreeMap<>();
      text.substring(0, end)
          .lines()
          .skip(1)
          .map(line -> line.split(": ", 2))
          .forEach(line -> headers.put(line[0].toLowerCase(Locale.ROOT), line[1]));
      return new Answer(Integer.parseInt(text.substring(9, 12)), headers, text.substring(end + 4));
    }

    /** Our own error body, whole and nothing beside it. */
    JsonNode error() {
      JsonNode error = JsonMapper.shared().readTree(body);
      assertThat(error.propertyNames()).containsExactly("error");
      assertThat(error.path("error").propertyNames()).containsExactlyInAnyOrder("code", "message");
      return error.path("error");
    }
  }

  /** Sends it all at once and reads to the end. */
  static Answer send(RunningServer server, String request) {
    return drip(server, request, "", 0);
  }

  /**
   * Sends the first part at once and the second a byte at a time, until the server has had enough.
   *
   * @param pauseMillis between two bytes
   */
  static Answer drip(RunningServer server, String begin, String rest, int pauseMillis) {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.base().getPort())) {
      socket.setTcpNoDelay(true);
      write(socket, begin);
      if (!rest.isEmpty()) {
        dripRest(socket, rest, pauseMillis);
      }
      socket.setSoTimeout(PATIENCE_MILLIS);
      return Answer.parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void dripRest(Socket socket, String rest, int pauseMillis) throws IOException {
    for (int at = 0; at < rest.length() && socket.getInputStream().available() == 0; at++) {
      write(socket, rest.substring(at, at + 1));
      LockSupport.parkNanos(Duration.ofMillis(pauseMillis).toNanos());
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String readAll(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException reset) {
      // closed while it still had something to read from us
    }
    return text.toString();
  }
}
