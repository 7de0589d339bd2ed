package dev.gatehouse.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host name or address of an interface
 */
record ListenAddress(String host, int port) {
  static final String DEFAULT_PORT = "8080";

  private static final int HIGHEST_PORT = 65_535;

  /** As asked for, else as the environment says, else on loopback. */
  static ListenAddress of(Surroundings surroundings, @Nullable Integer asked) {
    String host = surroundings.variable("GATEHOUSE_HTTP_HOST").orElse("127.0.0.1");
    String port =
        asked != null
            ? asked.toString()
            : surroundings.variable("GATEHOUSE_HTTP_PORT").orElse(DEFAULT_PORT);
    return new ListenAddress(host, number(port));
  }

  private static int number(String port) {
    int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
    if (number < 1 || number > HIGHEST_PORT) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, "'" + port + "' is no port; choose one from 1 to " + HIGHEST_PORT);
    }
    return number;
  }

  /** Where this machine reaches it. */
  URI reachable() {
    boolean any = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    return URI.create("http://" + (any ? "127.0.0.1" : host) + ":" + port);
  }

  /** Refuses a port that another program listens on. */
  void requireFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      throw new CommandFailure(
          ExitCode.TAKEN,
          "port %d on %s is taken by another program; end it or choose another port with --port"
              .formatted(port, host),
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "can't listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }
}
