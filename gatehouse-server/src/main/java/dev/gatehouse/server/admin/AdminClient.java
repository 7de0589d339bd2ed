package dev.gatehouse.server.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Talks to the admin socket of a server on this machine: one request a connection. */
public final class AdminClient {
  private static final String END_OF_HEADERS = "\r\n\r\n";

  private final Path socket;

  public AdminClient(Path socket) {
    this.socket = socket;
  }

  /** What the server said. */
  public record Reply(int status, String json) {}

  /**
   * Posts JSON and reads the answer.
   *
   * @throws IOException when no server listens, or what answers is none
   */
  public Reply post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    // RFC 1945: the connection's end is the answer's end
    String head =
        "POST "
            + path
            + " HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + END_OF_HEADERS;
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      byte[] start = head.getBytes(StandardCharsets.US_ASCII);
      write(channel, ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip());
      return reply(Channels.newInputStream(channel).readAllBytes());
    }
  }

  /** A server that has heard enough answers before everything is said. */
  private static void write(SocketChannel channel, ByteBuffer request) {
    try {
      while (request.hasRemaining()) {
        channel.write(request);
      }
    } catch (IOException answered) {
      request.position(request.limit());
    }
  }

  private static Reply reply(byte[] answer) throws IOException {
    String text = new String(answer, StandardCharsets.UTF_8);
    int end = text.indexOf(END_OF_HEADERS);
    if (!text.matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9] .*") || end < 0) {
      throw new IOException("the answer is none of HTTP");
    }
    return new Reply(
        Integer.parseInt(text.substring(9, 12)), text.substring(end + END_OF_HEADERS.length()));
  }
}
