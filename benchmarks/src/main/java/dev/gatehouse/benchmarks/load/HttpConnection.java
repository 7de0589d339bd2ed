package dev.gatehouse.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one client to a server on this machine, kept open from request to request (RFC
 * 9112). As little work as it can be: what the driver uses, the servers can't.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  /** A server may have closed it by then, so a new one is opened. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private static final int LONGEST_LINE = 16_384;

  private final URI base;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();
  private long usedAt;

  public HttpConnection(URI base) {
    this.base = base;
  }

  URI base() {
    return base;
  }

  /** Sends and waits for the whole answer. */
  public Answer send(Call call) throws IOException {
    Socket open = open();
    try {
      open.getOutputStream().write(call.bytes(base.getRawAuthority()));
      Answer answer = read(in);
      usedAt = System.nanoTime();
      if (answer.header("connection").filter("close"::equalsIgnoreCase).isPresent()) {
        close();
      }
      return answer;
    } catch (IOException broken) {
      close();
      throw new IOException(call.method() + " " + call.target() + ": " + broken, broken);
    }
  }

  private Socket open() throws IOException {
    Socket existing = socket;
    if (existing != null && System.nanoTime() - usedAt < IDLE.toNanos()) {
      return existing;
    }
    close();
    Socket fresh = new Socket();
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(PATIENCE_MILLIS);
    // The name stays in Host; the servers listen on loopback alone.
    fresh.connect(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), base.getPort()), PATIENCE_MILLIS);
    in = new BufferedInputStream(fresh.getInputStream(), LONGEST_LINE);
    socket = fresh;
    return fresh;
  }

  /** Reads one answer (RFC 9112 §6). */
  static Answer read(InputStream in) throws IOException {
    String[] statusLine = line(in).split(" ", 3);
    if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
      throw new IOException("no HTTP answer");
    }
    int status = Integer.parseInt(statusLine[1]);
    List<String> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      headers.add(line);
    }
    Answer head = new Answer(status, headers, new byte[0]);
    return new Answer(status, headers, body(in, head));
  }

  private static byte[] body(InputStream in, Answer head) throws IOException {
    if (head.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return chunks(in);
    }
    int length = head.header("content-length").map(Integer::parseInt).orElse(0);
    return exactly(in, length);
  }

  /** RFC 9112 §7.1. */
  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in).replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        break;
      }
      body.writeBytes(exactly(in, size));
      line(in);
    }
    while (!line(in).isEmpty()) {
      // trailers say nothing that matters here
    }
    return body.toByteArray();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ended early");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > LONGEST_LINE) {
        throw new EOFException("the connection was closed within an answer");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    Socket old = socket;
    socket = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException gone) {
        // it is closed either way
      }
    }
  }
}
