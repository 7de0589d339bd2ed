package dev.gatehouse.server.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The HTTP server: Javalin on Jetty, a virtual thread a request, strict compliance. It hands each
 * request to the pipeline, with the line of the route table that it is for.
 */
public final class HttpServer implements AutoCloseable {
  private static final List<HandlerType> METHODS =
      List.of(
          HandlerType.GET,
          HandlerType.POST,
          HandlerType.PUT,
          HandlerType.PATCH,
          HandlerType.DELETE,
          HandlerType.HEAD,
          HandlerType.OPTIONS,
          HandlerType.TRACE);

  private final Javalin javalin;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Where it listens, and how long it waits for whoever is slow.
   *
   * @param port 0 for any free one
   * @param requestTimeout for a request to arrive, line, headers and body together
   * @param idleTimeout of a silent connection
   */
  public record Listener(String host, int port, Duration requestTimeout, Duration idleTimeout) {}

  /** Answers every request; the route is absent where the table has none for it. */
  @FunctionalInterface
  public interface Pipeline {
    /** Answers; never throws. */
    Reply answer(Optional<Route> route, JavalinRequest request);
  }

  /**
   * Starts to listen.
   *
   * @throws io.javalin.util.JavalinBindException when the port is taken
   */
  public static HttpServer start(
      Listener listener, RouteMatcher routes, JavalinRequest.Factory requests, Pipeline pipeline) {
    // Jetty's own scheduler runs only once the server has started
    Scheduler scheduler = new ScheduledExecutorScheduler("slow-requests", true);
    SlowRequests slow =
        new SlowRequests(scheduler, listener.requestTimeout(), listener.idleTimeout());
    Javalin javalin =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.concurrency.useVirtualThreads = true;
          config.jetty.modifyHttpConfiguration(http -> {
            harden(http, listener);
            http.addCustomizer(slow);
            http.addCustomizer(new KnownMethods(names(METHODS)));
          });
          config.jetty.modifyServer(server -> {
            server.setErrorHandler(new PlainErrorHandler());
            server.addBean(scheduler);
            server.addEventListener(connectionsTo(slow));
          });
          METHODS.forEach(method ->
              config.routes.addEndpoint(
                  new Endpoint(
                      method, "/<rest>", context -> answer(context, routes, requests, pipeline))));
        });
    javalin.start(listener.host(), listener.port());
    return new HttpServer(javalin);
  }

  private static Set<String> names(List<HandlerType> methods) {
    return methods.stream().map(HandlerType::name).collect(Collectors.toSet());
  }

  /**
   * Only the method of the request line counts: Javalin would route by {@code
   * X-HTTP-Method-Override} where a request has it, and a GET would reach what is guarded as a
   * POST.
   */
  private static void answer(
      Context context, RouteMatcher routes, JavalinRequest.Factory requests, Pipeline pipeline) {
    Optional<RouteMatcher.Match> match =
        routes.find(context.req().getMethod(), context.req().getRequestURI());
    JavalinRequest request =
        requests.of(context, match.map(RouteMatcher.Match::path).orElse(Map.of()));
    write(context, pipeline.answer(match.map(RouteMatcher.Match::route), request));
  }

  /** Lets it know of every connection, from before the first. */
  private static LifeCycle.Listener connectionsTo(SlowRequests slow) {
    return new LifeCycle.Listener() {
      @Override
      public void lifeCycleStarting(LifeCycle server) {
        for (Connector connector : ((Server) server).getConnectors()) {
          connector.addBean(slow);
        }
      }
    };
  }

  private static void harden(HttpConfiguration http, Listener listener) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(8 * 1024);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setUriCompliance(UriCompliance.RFC3986);
    http.setIdleTimeout(listener.idleTimeout().toMillis());
  }

  private static void write(Context context, Reply reply) {
    context.status(reply.status());
    reply.headers().forEach(context::header);
    for (String cookie : reply.cookies()) {
      context.res().addHeader("Set-Cookie", cookie);
    }
    if (leavesBody(context.req())) {
      context.header("Connection", "close");
    }
    if (!context.req().getMethod().equals("HEAD") && reply.body().length > 0) {
      context.res().setContentLength(reply.body().length);
      try {
        context.res().getOutputStream().write(reply.body());
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  /**
   * Whether the answer comes before all of the request: what is still to arrive can't stay on a
   * connection that is kept, so whoever sends must know that it isn't (RFC 9112 §9.6).
   */
  private static boolean leavesBody(HttpServletRequest request) {
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    try {
      return hasBody && !request.getInputStream().isFinished();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  public int port() {
    return javalin.port();
  }

  /** Stops to listen and lets requests under way finish. */
  @Override
  public void close() {
    javalin.stop();
  }
}
