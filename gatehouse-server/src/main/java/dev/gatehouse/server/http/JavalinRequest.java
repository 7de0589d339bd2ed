package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A request as Javalin hands it over. */
public final class JavalinRequest implements Request {
  private static final int MAX_USER_AGENT = 512;

  private static final int CHUNK = 4096;

  private final Context context;
  private final Map<String, String> path;
  private final Forwarding.Asker asker;
  private final Origin origin;
  private final Duration patience;

  private JavalinRequest(
      Context context,
      Map<String, String> path,
      Forwarding.Asker asker,
      Origin origin,
      Duration patience) {
    this.context = context;
    this.path = path;
    this.asker = asker;
    this.origin = origin;
    this.patience = patience;
  }

  /** Makes requests, each with an id of its own. */
  public static final class Factory {
    private final Supplier<String> requestIds;
    private final Duration patience;
    private final Forwarding forwarding;

    /**
     * @param patience how long a body may take to arrive
     */
    public Factory(Supplier<String> requestIds, Duration patience, Forwarding forwarding) {
      this.requestIds = requestIds;
      this.forwarding = forwarding;
      this.patience = patience;
    }

    JavalinRequest of(Context context, Map<String, String> path) {
      String agent = context.req().getHeader("User-Agent");
      String shown =
          agent == null ? "" : agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT));
      // the sender is who holds the connection, unless that is a proxy we trust
      Forwarding.Asker asker =
          forwarding.asker(
              context.req().getRemoteAddr(),
              name -> Collections.list(context.req().getHeaders(name)));
      return new JavalinRequest(
          context, path, asker, new Origin(requestIds.get(), asker.address(), shown), patience);
    }
  }

  @Override
  public Method method() {
    return switch (context.req().getMethod()) {
      case "POST" -> Method.POST;
      case "PUT" -> Method.PUT;
      case "DELETE" -> Method.DELETE;
      case "OPTIONS" -> Method.OPTIONS;
      default -> Method.GET;
    };
  }

  @Override
  public String rawPath() {
    return context.req().getRequestURI();
  }

  @Override
  public List<String> headers(String name) {
    return new ArrayList<>(Collections.list(context.req().getHeaders(name)));
  }

  @Override
  public String path(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  @Override
  public String rawQuery() {
    String query = context.req().getQueryString();
    return query == null ? "" : query;
  }

  @Override
  public byte[] body(int limit) throws Refusal {
    if (context.req().getContentLengthLong() > limit) {
      throw Refusal.of(Reason.BODY_TOO_LARGE);
    }
    try {
      return read(context.req().getInputStream(), limit);
    } catch (IOException broken) {
      throw Refusal.of(
          broken.getCause() instanceof TimeoutException
              ? Reason.BODY_TOO_SLOW
              : Reason.MALFORMED_REQUEST);
    }
  }

  /** A chunk at a time: a byte now and then would keep a reader of the whole for ever. */
  private byte[] read(InputStream in, int limit) throws IOException, Refusal {
    long deadline = System.nanoTime() + patience.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      body.write(chunk, 0, count);
      if (body.size() > limit) {
        throw Refusal.of(Reason.BODY_TOO_LARGE);
      }
      if (System.nanoTime() - deadline > 0) {
        throw Refusal.of(Reason.BODY_TOO_SLOW);
      }
    }
    return body.toByteArray();
  }

  @Override
  public Optional<String> authority() {
    return asker.host().isPresent() ? asker.host() : Request.super.authority();
  }

  @Override
  public Optional<String> forwardedScheme() {
    return asker.scheme();
  }

  @Override
  public Origin origin() {
    return origin;
  }
}
