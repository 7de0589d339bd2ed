package dev.gatehouse.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bytes to a server and back, for requests that no client library would send. */
final class RawConnection {
  private static final int PATIENCE_MILLIS = 5_000;

  private RawConnection() {}

  /**
   * What came back.
   *
   * @param answers how many answers began on the connection
   */
  record Answer(int status, List<String> headers, String body, int answers) {
    Optional<String> header(String name) {
      return headers.stream()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    static Answer parse(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (!text.startsWith("HTTP/1.1 ") || end < 0) {
        throw new AssertionError("no HTTP answer: '" + text + "'");
      }
      List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\r\n", -1)));
      int status = Integer.parseInt(lines.removeFirst().split(" ", 3)[1]);
      return new Answer(
          status,
          List.copyOf(lines),
          text.substring(end + 4),
          text.split("HTTP/1\\.1 ", -1).length - 1);
    }
  }

  /** Sends it all and reads until the server closes or is silent. */
  static Answer send(URI server, String request) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return Answer.parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        read.write(buffer, 0, count);
      }
    } catch (SocketTimeoutException stillOpen) {
      // What there is has been said.
    } catch (java.net.SocketException reset) {
      // Closed while it still had something to read from us.
    }
    return read.toByteArray();
  }
}
