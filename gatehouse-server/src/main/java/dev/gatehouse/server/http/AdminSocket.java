package dev.gatehouse.server.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The listener for whoever runs the server: a Unix socket that only the owner of its folder
 * reaches. Posts of JSON, answered with JSON; nothing else.
 */
public final class AdminSocket implements AutoCloseable {
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  private final Server server;
  private final Path path;

  private AdminSocket(Server server, Path path) {
    this.server = server;
    this.path = path;
  }

  /** One thing that can be asked for. */
  @FunctionalInterface
  public interface Act {
    /** Does it; never throws what the caller could have avoided. */
    Result answer(String json);
  }

  /** The answer's status and JSON. */
  public record Result(int status, String json) {}

  /**
   * Listens.
   *
   * @param path of the socket; its folder is made with mode 0700
   * @param acts by the path of a request
   * @throws IOException when another server listens there, or the folder can't be made
   */
  public static AdminSocket listen(Path path, Map<String, Act> acts) throws IOException {
    prepare(path);
    Server server = new Server(new QueuedThreadPool(8, 2));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(path);
    server.addConnector(connector);
    server.setHandler(new Acts(Map.copyOf(acts)));
    server.setErrorHandler(new PlainErrorHandler());
    try {
      server.start();
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (Exception failed) {
      throw new IOException("can't listen on " + path + ": " + failed.getMessage(), failed);
    }
    return new AdminSocket(server, path);
  }

  /** The folder is the wall: a socket's own mode counts only once it is there. */
  private static void prepare(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    var owner = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(owner));
    Files.setPosixFilePermissions(folder, owner);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (isListenedTo(path)) {
        throw new IOException("another server listens on " + path);
      }
      Files.delete(path);
    }
  }

  private static boolean isListenedTo(Path path) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException left) {
      return false;
    }
  }

  private static final class Acts extends Handler.Abstract {
    private final Map<String, Act> acts;

    Acts(Map<String, Act> acts) {
      this.acts = acts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      Act act = acts.get(Request.getPathInContext(request));
      if (act == null) {
        return false;
      }
      Result result =
          !request.getMethod().equals("POST") || tooLarge(request)
              ? new Result(
                  400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"send JSON\"}}")
              : act.answer(Content.Source.asString(request, StandardCharsets.UTF_8));
      response.setStatus(result.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      byte[] body = result.json().getBytes(StandardCharsets.UTF_8);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }

    private static boolean tooLarge(Request request) {
      return request.getLength() < 0 || request.getLength() > LARGEST_BODY;
    }
  }

  /** Stops to listen and removes the socket. */
  @Override
  public void close() {
    try {
      server.stop();
      Files.deleteIfExists(path);
    } catch (Exception failed) {
      throw new IllegalStateException("the admin socket doesn't stop", failed);
    }
  }
}
