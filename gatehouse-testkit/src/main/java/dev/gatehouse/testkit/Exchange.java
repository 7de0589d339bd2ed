package dev.gatehouse.testkit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request being written. It begins with the headers a browser sends for a navigation; each can be
 * replaced or left out.
 */
public final class Exchange {

  private final HttpDriver driver;
  private final String method;
  private final URI target;
  private final List<FormData.Entry> headers = new ArrayList<>();
  private byte[] body = new byte[0];
  private boolean withCookies = true;

  Exchange(HttpDriver driver, String method, URI target) {
    this.driver = driver;
    this.method = method;
    this.target = target;
    header("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
    header("Accept-Language", "en");
    header("Sec-Fetch-Mode", "navigate");
    header("Sec-Fetch-Dest", "document");
    header("Sec-Fetch-Site", "none");
  }

  /** As caused by a page at this address: sets Sec-Fetch-Site, Referer and, but for GET, Origin. */
  public Exchange from(URI page) {
    header("Sec-Fetch-Site", HttpDriver.site(page, target));
    header("Referer", HttpDriver.origin(page) + "/");
    return method.equals("GET") ? this : header("Origin", HttpDriver.origin(page));
  }

  /** In place of all headers of that name. */
  public Exchange header(String name, String value) {
    return withoutHeader(name).addHeader(name, value);
  }

  /** Beside those of the same name. */
  public Exchange addHeader(String name, String value) {
    headers.add(new FormData.Entry(name, value));
    return this;
  }

  public Exchange withoutHeader(String name) {
    headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    return this;
  }

  /** As a program sends it, not a browser: no Sec-Fetch headers, JSON wanted. */
  public Exchange asProgram() {
    headers.removeIf(header -> header.name().startsWith("Sec-Fetch-"));
    return header("Accept", "application/json");
  }

  public Exchange bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** RFC 7617; OAuth clients encode both parts first (RFC 6749 §2.3.1), which is the caller's. */
  public Exchange basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  public Exchange form(FormData form) {
    return body("application/x-www-form-urlencoded", form.encode());
  }

  public Exchange json(String json) {
    return body("application/json", json);
  }

  public Exchange body(String contentType, String text) {
    return body(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public Exchange body(String contentType, byte[] bytes) {
    body = bytes.clone();
    return header("Content-Type", contentType);
  }

  /** Sends none of the driver's cookies. What comes back is kept all the same. */
  public Exchange withoutCookies() {
    withCookies = false;
    return this;
  }

  public Page send() {
    return driver.send(this);
  }

  String method() {
    return method;
  }

  URI target() {
    return target;
  }

  byte[] body() {
    return body;
  }

  List<FormData.Entry> headers() {
    return List.copyOf(headers);
  }

  boolean withCookies() {
    return withCookies;
  }

  boolean isCrossSite() {
    return "cross-site".equals(value("Sec-Fetch-Site"));
  }

  @Nullable String value(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(FormData.Entry::value)
        .findFirst()
        .orElse(null);
  }
}
