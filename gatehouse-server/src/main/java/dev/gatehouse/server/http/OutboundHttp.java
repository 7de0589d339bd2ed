package dev.gatehouse.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Calls addresses that others named: a client's keys, its logout endpoint. Redirects are not
 * followed, the address that was judged is the one connected to, an answer has 64 KiB at most, and
 * the whole call takes 5 s at most. All failures look alike to whoever named the address.
 */
public final class OutboundHttp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LARGEST = 64 * 1024;

  private final OutboundRules rules;
  private final Supplier<SSLContext> trust;
  private final HttpClient client;

  /**
   * @param trust whose certificates are believed; asked at the first call
   */
  public OutboundHttp(OutboundRules rules, Supplier<SSLContext> trust) {
    this.rules = rules;
    this.trust = trust;
    this.client = client(rules);
  }

  /** The call failed, for whatever reason; the message is for logs of ours and for nobody else. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  /** What came back. */
  public record Response(int status, String contentType, String body) {}

  private static HttpClient client(OutboundRules rules) {
    HttpClient client = new HttpClient();
    client.setFollowRedirects(false);
    client.setConnectTimeout(PATIENCE.toMillis());
    client.setIdleTimeout(PATIENCE.toMillis());
    client.setAddressResolutionTimeout(PATIENCE.toMillis());
    client.setMaxConnectionsPerDestination(4);
    client.setUserAgentField(null);
    client.getContentDecoderFactories().clear();
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setSocketAddressResolver(new Judged(rules));
    return client;
  }

  /** What keeps an address from ever being called, or nothing; names are not resolved for it. */
  public Optional<String> problem(URI url) {
    return rules.problem(url);
  }

  /** {@code GET} of a JSON document. */
  public Response get(URI url) throws Failed {
    return send(
        request(url).method("GET").headers(h -> h.put(HttpHeader.ACCEPT, "application/json")));
  }

  /** {@code POST} of a form. */
  public Response post(URI url, Map<String, String> form) throws Failed {
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    byte[] body = String.join("&", pairs).getBytes(StandardCharsets.US_ASCII);
    return send(
        request(url)
            .method("POST")
            .body(new BytesRequestContent("application/x-www-form-urlencoded", body)));
  }

  private Request request(URI url) throws Failed {
    var problem = rules.problem(url);
    if (problem.isPresent()) {
      throw new Failed(problem.get());
    }
    start();
    return client.newRequest(url).timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void start() throws Failed {
    if (client.isStarted()) {
      return;
    }
    try {
      // RFC 9110 §4.3.4: it compares the host with the certificate's names by itself
      SslContextFactory.Client tls = new SslContextFactory.Client();
      tls.setSslContext(trust.get());
      client.setSslContextFactory(tls);
      client.start();
    } catch (Exception broken) {
      throw new Failed("the client did not start: " + broken);
    }
  }

  private static Response send(Request request) throws Failed {
    var answer = new CompletableFuture<Response>();
    request.send(
        new BufferingResponseListener(LARGEST) {
          @Override
          public void onComplete(Result result) {
            if (result.isFailed()) {
              answer.completeExceptionally(result.getFailure());
            } else {
              String type = result.getResponse().getHeaders().get(HttpHeader.CONTENT_TYPE);
              answer.complete(
                  new Response(
                      result.getResponse().getStatus(),
                      type == null ? "" : type,
                      getContentAsString(StandardCharsets.UTF_8)));
            }
          }
        });
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      var _ = request.abort(failed);
      throw new Failed(String.valueOf(failed.getCause()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted");
    }
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception ignored) {
      // it ends with the process
    }
  }

  /** Resolves a name and hands on the addresses that may be connected to, and only these. */
  private static final class Judged implements SocketAddressResolver {
    private final OutboundRules rules;

    Judged(OutboundRules rules) {
      this.rules = rules;
    }

    @Override
    public void resolve(
        String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> to) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              List<InetSocketAddress> judged = new ArrayList<>();
              for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!rules.mayConnect(host, address)) {
                  throw new UnknownHostException("not a public address");
                }
                judged.add(new InetSocketAddress(address, port));
              }
              to.succeeded(judged);
            } catch (UnknownHostException unknown) {
              to.failed(unknown);
            }
          });
    }
  }
}
