package dev.gatehouse.server.client;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.http.Request;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A request put together by a test, decoded as the pipeline does. */
public final class FakeRequest implements Request {
  private final Method method;
  private final String query;
  private final String form;
  private final List<String[]> headers = new ArrayList<>();

  private FakeRequest(Method method, String query, String form) {
    this.method = method;
    this.query = query;
    this.form = form;
  }

  /** A GET with that query. */
  public static FakeRequest get(String query) {
    return new FakeRequest(Method.GET, query, "");
  }

  /** A POST with that form. */
  public static FakeRequest post(String form) {
    return new FakeRequest(Method.POST, "", form);
  }

  /** With one more header. */
  public FakeRequest header(String name, String value) {
    headers.add(new String[] {name.toLowerCase(Locale.ROOT), value});
    return this;
  }

  /** The exchange of it. */
  public Exchange at(Site site) throws Refusal {
    Parameters decoded = FormDecoder.decode(query, 8192);
    return Exchange.of(this, Optional.of(site), decoded, FormDecoder.decode(form, 8192));
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header[0].equals(name.toLowerCase(Locale.ROOT)))
        .map(header -> header[1])
        .toList();
  }

  @Override
  public String path(String name) {
    throw new IllegalArgumentException("no segment " + name);
  }

  @Override
  public String rawPath() {
    return "/";
  }

  @Override
  public String rawQuery() {
    return query;
  }

  @Override
  public byte[] body(int limit) {
    return form.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Origin origin() {
    return new Origin("request-1", "127.0.0.1", "test");
  }
}
