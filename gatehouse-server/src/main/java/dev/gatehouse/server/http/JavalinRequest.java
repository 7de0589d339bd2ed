package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** A request as Javalin hands it over. */
public final class JavalinRequest implements Request {
  private static final int MAX_USER_AGENT = 512;

  private final Context context;
  private final Origin origin;

  private JavalinRequest(Context context, Origin origin) {
    this.context = context;
    this.origin = origin;
  }

  /** Makes requests, each with an id of its own. */
  public static final class Factory {
    private final Supplier<String> requestIds;

    public Factory(Supplier<String> requestIds) {
      this.requestIds = requestIds;
    }

    JavalinRequest of(Context context) {
      String agent = context.req().getHeader("User-Agent");
      String shown =
          agent == null ? "" : agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT));
      // the sender is who holds the connection: no forwarding header counts without a trusted proxy
      return new JavalinRequest(
          context, new Origin(requestIds.get(), context.req().getRemoteAddr(), shown));
    }
  }

  @Override
  public Method method() {
    return context.req().getMethod().equals("POST") ? Method.POST : Method.GET;
  }

  /** The path as sent, for the list of what is allowed here. */
  public String rawPath() {
    return context.req().getRequestURI();
  }

  @Override
  public List<String> headers(String name) {
    return new ArrayList<>(Collections.list(context.req().getHeaders(name)));
  }

  @Override
  public String path(String name) {
    return context.pathParam(name);
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
      InputStream in = context.req().getInputStream();
      byte[] body = in.readNBytes(limit + 1);
      if (body.length > limit) {
        throw Refusal.of(Reason.BODY_TOO_LARGE);
      }
      return body;
    } catch (IOException broken) {
      throw Refusal.of(Reason.MALFORMED_REQUEST);
    }
  }

  @Override
  public Origin origin() {
    return origin;
  }
}
