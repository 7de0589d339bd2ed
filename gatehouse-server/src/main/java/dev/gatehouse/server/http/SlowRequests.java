package dev.gatehouse.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections whose request takes too long to arrive. An idle timeout does not: a byte now and
 * then keeps a connection from ever being idle.
 */
final class SlowRequests implements Connection.Listener, HttpConfiguration.Customizer {
  private static final byte[] ANSWER = answer();

  /** The deadline of a connection whose request has arrived. */
  private static final long NONE = Long.MAX_VALUE;

  private final Scheduler scheduler;
  private final long patience;
  private final long betweenRequests;
  private final Map<Connection, AtomicLong> deadlines = new ConcurrentHashMap<>();

  /**
   * @param patience for line and headers of a connection's first request
   * @param idleTimeout how long a connection may rest before its next one begins
   */
  SlowRequests(Scheduler scheduler, Duration patience, Duration idleTimeout) {
    this.scheduler = scheduler;
    this.patience = patience.toNanos();
    this.betweenRequests = patience.plus(idleTimeout).toNanos();
  }

  @Override
  public void onOpened(Connection connection) {
    AtomicLong deadline = new AtomicLong(System.nanoTime() + patience);
    deadlines.put(connection, deadline);
    look(connection, deadline, patience);
  }

  @Override
  public void onClosed(Connection connection) {
    deadlines.remove(connection);
  }

  /** Line and headers have arrived. */
  @Override
  public Request customize(Request request, HttpFields.Mutable answerHeaders) {
    AtomicLong deadline = deadlines.get(request.getConnectionMetaData().getConnection());
    if (deadline != null) {
      deadline.set(NONE);
      Request.addCompletionListener(
          request, _ -> deadline.set(System.nanoTime() + betweenRequests));
    }
    return request;
  }

  /** One look at a time for each connection, however many requests it brings. */
  private void look(Connection connection, AtomicLong deadline, long later) {
    scheduler.schedule(
        () -> {
          long set = deadline.get();
          long left = set == NONE ? patience : set - System.nanoTime();
          if (left > 0) {
            if (deadlines.containsKey(connection)) {
              look(connection, deadline, Math.min(left, patience));
            }
          } else if (deadline.compareAndSet(set, NONE)) {
            end(connection.getEndPoint());
          }
        },
        later,
        TimeUnit.NANOSECONDS);
  }

  private static void end(EndPoint connection) {
    Callback close = Callback.from(connection::close, _ -> connection.close());
    connection.write(true, ByteBuffer.wrap(ANSWER), close);
  }

  /** Jetty's parser is in the middle of a request, so the answer is written past it. */
  private static byte[] answer() {
    byte[] body =
        "{\"error\":{\"code\":\"timeout\",\"message\":\"the request took too long to arrive; send it again\"}}"
            .getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder("HTTP/1.1 408 Request Timeout\r\n");
    SecurityHeaders.of(false, List.of())
        .forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    text.append("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ")
        .append(body.length)
        .append("\r\n\r\n")
        .append(new String(body, StandardCharsets.UTF_8));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
