package dev.gatehouse.server.app;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.audit.NoiseCounter;
import dev.gatehouse.server.crypto.StrictJson;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.ErrorWriter;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.http.HttpServer;
import dev.gatehouse.server.http.JavalinRequest;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.http.Reply;
import dev.gatehouse.server.http.ReplyWriter;
import dev.gatehouse.server.http.Request;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request, in fixed order: id, route, realm and host, query, body, handler; then
 * the answer, or the one place where a refusal becomes one.
 */
final class RequestPipeline implements HttpServer.Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);
  private static final int MAX_FORM = 32 * 1024;
  private static final int MAX_VALUE = 8 * 1024;
  private static final Duration BACK_SOON = Duration.ofSeconds(2);

  private final Sites sites;
  private final RouteTable routes;
  private final ErrorWriter errors;
  private final StrictJson json = new StrictJson();
  private final ReplyWriter replies = new ReplyWriter();
  private final AuditLog audit;
  private final GroupCommit commits;
  private final NoiseCounter noise;
  private final BooleanSupplier wallStands;

  /**
   * @param wallStands false once a row of one tenant was seen from another: nothing of a realm is
   *     answered any more
   */
  RequestPipeline(
      Sites sites,
      RouteTable routes,
      ErrorWriter errors,
      Records records,
      BooleanSupplier wallStands) {
    this.sites = sites;
    this.routes = routes;
    this.errors = errors;
    this.audit = records.audit();
    this.commits = records.commits();
    this.noise = records.noise();
    this.wallStands = wallStands;
  }

  /** Where refusals are recorded or counted. */
  record Records(AuditLog audit, GroupCommit commits, NoiseCounter noise) {}

  @Override
  public Reply answer(Optional<Route> route, JavalinRequest request) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Request-Id", request.origin().requestId());
    Situation situation = new Situation(route, request, headers);
    try {
      return situation.reply(handle(situation));
    } catch (Refusal refusal) {
      return refuse(situation, refusal);
    } catch (DatabaseUnavailable down) {
      LOG.warn("database unavailable, request {}", request.origin().requestId());
      return situation.reply(
          situation.error(Refusal.retryAfter(Reason.DATABASE_UNAVAILABLE, BACK_SOON)));
    } catch (RuntimeException | StackOverflowError bug) {
      LOG.error("request {} failed", request.origin().requestId(), bug);
      return situation.reply(situation.error(Refusal.of(Reason.UNEXPECTED)));
    }
  }

  private Answer handle(Situation situation) throws Refusal {
    Route route = routes.require(situation.route, situation.request, situation.headers);
    if (route.scope() == Route.Scope.REALM) {
      situation.site = Optional.of(sites.require(situation.request));
      if (!wallStands.getAsBoolean()) {
        throw Refusal.retryAfter(Reason.WALL_BROKEN, BACK_SOON);
      }
    } else {
      sites.requireKnownHost(route, situation.request);
    }
    Parameters query = FormDecoder.decode(situation.request.rawQuery(), MAX_VALUE);
    if (query.contains("access_token")) {
      // RFC 9700 §4.3.2: addresses are kept in histories and logs
      throw Refusal.of(Reason.TOKEN_IN_QUERY);
    }
    Parameters form = route.body() == Route.Body.FORM ? form(situation.request) : Parameters.NONE;
    Map<String, Object> json = route.body() == Route.Body.JSON ? json(situation.request) : Map.of();
    Exchange exchange = Exchange.of(situation.request, situation.site, query, form, json);
    situation.exchange = Optional.of(exchange);
    return route.handler().handle(exchange);
  }

  private Map<String, Object> json(Request request) throws Refusal {
    if (request.method() != Method.POST && request.method() != Method.PUT) {
      return Map.of();
    }
    List<String> types = request.headers("content-type");
    String type =
        types.size() == 1 ? types.getFirst().toLowerCase(Locale.ROOT).replace(" ", "") : "";
    if (!type.equals("application/json") && !type.equals("application/json;charset=utf-8")) {
      throw Refusal.of(Reason.CONTENT_TYPE_WRONG);
    }
    Optional<Map<String, Object>> members = json.object(request.body(MAX_FORM));
    if (members.isEmpty()) {
      throw Refusal.of(Reason.MALFORMED_REQUEST);
    }
    return members.get();
  }

  private static Parameters form(Request request) throws Refusal {
    if (request.method() != Method.POST) {
      return Parameters.NONE;
    }
    List<String> types = request.headers("content-type");
    String type =
        types.size() == 1 ? types.getFirst().toLowerCase(Locale.ROOT).replace(" ", "") : "";
    if (!type.equals("application/x-www-form-urlencoded")
        && !type.equals("application/x-www-form-urlencoded;charset=utf-8")) {
      throw Refusal.of(Reason.CONTENT_TYPE_WRONG);
    }
    // bytes beyond ASCII are refused by the decoder: they must be escaped
    return FormDecoder.decode(
        new String(request.body(MAX_FORM), StandardCharsets.ISO_8859_1), MAX_VALUE);
  }

  /**
   * Records what no transaction has recorded, then answers. A refusal that can't be recorded is a
   * 503.
   */
  private Reply refuse(Situation situation, Refusal refusal) {
    try {
      record(situation, refusal);
      return situation.reply(situation.error(refusal));
    } catch (RuntimeException unrecorded) {
      LOG.warn(
          "no record of a refusal, request {}", situation.request.origin().requestId(), unrecorded);
      return situation.reply(
          situation.error(Refusal.retryAfter(Reason.DATABASE_UNAVAILABLE, BACK_SOON)));
    }
  }

  private void record(Situation situation, Refusal refusal) {
    if (refusal.isRecorded() || situation.site.isEmpty()) {
      return;
    }
    Site site = situation.site.get();
    Optional<ClientId> proved = situation.exchange.flatMap(Exchange::provedClient);
    switch (refusal.reason().recording()) {
      case EACH -> each(situation, site, refusal, proved);
      case AUTHENTICATED -> {
        if (proved.isPresent()) {
          each(situation, site, refusal, proved);
        } else {
          count(situation, site, refusal);
        }
      }
      case COUNTED -> count(situation, site, refusal);
      case NONE -> {}
    }
  }

  private void each(Situation situation, Site site, Refusal refusal, Optional<ClientId> proved) {
    Attempt attempt =
        audit
            .attempt(EventType.REQUEST_REFUSED, situation.request.origin())
            .detail("route", situation.route.map(Route::path).orElse("-"));
    proved.ifPresent(attempt::throughAuthenticated);
    commits.refused(site.realm(), Optional.empty(), attempt, refusal);
  }

  private void count(Situation situation, Site site, Refusal refusal) {
    noise.count(
        site.realm(),
        refusal.reason(),
        situation.exchange.flatMap(Exchange::client),
        situation.request.origin());
  }

  /** What is known so far of one request. */
  private final class Situation {
    private final Optional<Route> route;
    private final JavalinRequest request;
    private final Map<String, String> headers;
    private Optional<Site> site = Optional.empty();
    private Optional<Exchange> exchange = Optional.empty();

    Situation(Optional<Route> route, JavalinRequest request, Map<String, String> headers) {
      this.route = route;
      this.request = request;
      this.headers = headers;
    }

    Answer error(Refusal refusal) {
      Route.Access access = route.map(Route::access).orElse(Route.Access.PUBLIC);
      return errors.write(refusal, access, exchange, site.map(Site::realm), request, headers);
    }

    Reply reply(Answer answer) {
      return exchange.isPresent() && site.isPresent()
          ? replies.write(answer, exchange.get(), headers)
          : replies.write(answer, sites.isSecure(), headers);
    }
  }
}
