package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request on its way: what it says, read strictly, and what its answer will carry besides its
 * body. Made by the pipeline before the handler runs.
 */
public final class Exchange {
  private final Request request;
  private final Optional<Site> site;
  private final Parameters query;
  private final Parameters form;
  private final Map<String, Object> json;
  private final Map<String, String> cookies;
  private final Map<String, String> answerHeaders = new LinkedHashMap<>();
  private final Map<String, SetCookie> answerCookies = new LinkedHashMap<>();
  private Optional<Function<Refusal, Answer>> refusalAnswer = Optional.empty();
  private Optional<ClientId> client = Optional.empty();
  private boolean proved;
  private Optional<String> challenge = Optional.empty();

  private Exchange(
      Request request,
      Optional<Site> site,
      Parameters query,
      Parameters form,
      Map<String, Object> json,
      Map<String, String> cookies) {
    this.request = request;
    this.site = site;
    this.query = query;
    this.form = form;
    this.json = json;
    this.cookies = cookies;
  }

  /**
   * Reads the request.
   *
   * @param form the body as a form, {@link Parameters#NONE} where the route takes none
   */
  public static Exchange of(Request request, Optional<Site> site, Parameters query, Parameters form)
      throws Refusal {
    return of(request, site, query, form, Map.of());
  }

  /**
   * The same with a body of JSON.
   *
   * @param json its members, none where the route takes none
   */
  public static Exchange of(
      Request request,
      Optional<Site> site,
      Parameters query,
      Parameters form,
      Map<String, Object> json)
      throws Refusal {
    return new Exchange(request, site, query, form, json, Cookies.parse(request.headers("cookie")));
  }

  /** The realm's site; only for routes of scope REALM. */
  public Site site() {
    return site.orElseThrow(() -> new IllegalStateException("this route belongs to no realm"));
  }

  public RealmId realm() {
    return site().realm();
  }

  public Origin origin() {
    return request.origin();
  }

  public Method method() {
    return request.method();
  }

  public Parameters query() {
    return query;
  }

  public Parameters form() {
    return form;
  }

  /** The members of a JSON body: texts, numbers, booleans, lists and objects, never null. */
  public Map<String, Object> json() {
    return json;
  }

  /**
   * The form of a POST, the query of a GET: where a protocol allows either (OpenID Connect Core
   * §3.1.2.1).
   */
  public Parameters queryOrForm() {
    return request.method() == Method.POST ? form : query;
  }

  /** The whole path as sent, nothing decoded. */
  public String rawPath() {
    return request.rawPath();
  }

  /** A segment of the path, as named in the route. */
  public String path(String name) {
    return request.path(name);
  }

  /** The header, refused when it stands there twice. */
  public Optional<String> header(String name) throws Refusal {
    List<String> values = request.headers(name);
    if (values.size() > 1) {
      throw Refusal.of(Reason.PARAMETER_REPEATED, name);
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** The header as often as it stands there. */
  public List<String> headers(String name) {
    return request.headers(name);
  }

  public Optional<String> cookie(String name) {
    SetCookie fresh = answerCookies.get(name);
    if (fresh != null) {
      return fresh.value().isEmpty() ? Optional.empty() : Optional.of(fresh.value());
    }
    return Optional.ofNullable(cookies.get(name));
  }

  /** Sets a {@code __Host-} cookie: Secure, HttpOnly, SameSite=Lax, Path=/, no Domain. */
  public void setCookie(String name, String value, Optional<Duration> life) {
    answerCookies.put(name, new SetCookie(name, value, life, SetCookie.SameSite.LAX));
  }

  /** The same with SameSite=Strict: for a cookie that no navigation from elsewhere needs. */
  public void setStrictCookie(String name, String value, Optional<Duration> life) {
    answerCookies.put(name, new SetCookie(name, value, life, SetCookie.SameSite.STRICT));
  }

  /** Has the browser forget the cookie. */
  public void clearCookie(String name) {
    answerCookies.put(
        name, new SetCookie(name, "", Optional.of(Duration.ZERO), SetCookie.SameSite.LAX));
  }

  /** Adds a header to the answer. */
  public void answerHeader(String name, String value) {
    answerHeaders.put(name, value);
  }

  /** Lets anybody cache the answer; without this it is {@code no-store}. */
  public void cache(Duration life) {
    answerHeaders.put("Cache-Control", "public, max-age=" + life.toSeconds());
  }

  /** Lets scripts of this origin read the answer. The origin must be known, never just echoed. */
  public void allowOrigin(URI origin) {
    answerHeaders.put("Access-Control-Allow-Origin", origin.toString());
    answerHeaders.put("Vary", "Origin");
    // what a page needs beside the body: the challenge, when to try again, what to name for help
    answerHeaders.put(
        "Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After, X-Request-Id");
  }

  /** The same for what its cookies bring about. */
  public void allowOriginWithCookies(URI origin) {
    allowOrigin(origin);
    answerHeaders.put("Access-Control-Allow-Credentials", "true");
  }

  /**
   * From here on a refusal is answered at the client: set once the redirect URI of an authorization
   * request is verified (RFC 6749 §4.1.2.1).
   */
  public void answerRefusalsBy(Function<Refusal, Answer> answer) {
    refusalAnswer = Optional.of(answer);
  }

  /** Which registered client the request says it is from, proved or not. */
  public void callsItself(ClientId named) {
    client = Optional.of(named);
  }

  /** It proved so, by a secret or a key: what it is refused from here on is its own doing. */
  public void provedItself() {
    proved = true;
  }

  /** The client that the request is from beyond doubt. */
  public Optional<ClientId> provedClient() {
    return proved ? client : Optional.empty();
  }

  /** The registered client that the request names, as far as it was read. */
  public Optional<ClientId> client() {
    return client;
  }

  /** What the challenge of a refusal says besides its error, as parameters (RFC 9110 §11.6.1). */
  public void challenge(String parameters) {
    challenge = Optional.of(parameters);
  }

  Optional<String> challenge() {
    return challenge;
  }

  Optional<Function<Refusal, Answer>> refusalAnswer() {
    return refusalAnswer;
  }

  Map<String, String> answerHeaders() {
    return answerHeaders;
  }

  Iterable<SetCookie> answerCookies() {
    return answerCookies.values();
  }
}
