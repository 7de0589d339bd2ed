package dev.gatehouse.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Makes an answer ready: the headers that all carry, its type, its bytes. */
public final class ReplyWriter {
  private final JsonMapper json = new JsonMapper();

  /** With what the exchange collected: headers and cookies. */
  public Reply write(Answer answer, Exchange exchange, Map<String, String> extra) {
    List<String> cookies = new ArrayList<>();
    exchange.answerCookies().forEach(cookie -> cookies.add(cookie.header()));
    Map<String, String> headers = new LinkedHashMap<>(extra);
    headers.putAll(exchange.answerHeaders());
    if (answer.status() >= 400) {
      // a handler that lets its answer be cached does not mean a refusal of it
      headers.remove("Cache-Control");
    }
    return reply(answer, exchange.site().isSecure(), headers, cookies);
  }

  /** For answers that belong to no realm, and for refusals before there was an exchange. */
  public Reply write(Answer answer, boolean secure, Map<String, String> extra) {
    return reply(answer, secure, extra, List.of());
  }

  private Reply reply(
      Answer answer, boolean secure, Map<String, String> extra, List<String> cookies) {
    Map<String, String> headers =
        new LinkedHashMap<>(
            switch (answer) {
              case Answer.Page page ->
                  SecurityHeaders.of(secure, page.formTargets(), page.pictures());
              case Answer.FormPost form -> SecurityHeaders.leadingTo(secure, form.target());
              default -> SecurityHeaders.of(secure, List.of());
            });
    byte[] body =
        switch (answer) {
          case Answer.Page page -> typed(headers, "text/html; charset=utf-8", page.html());
          case Answer.FormPost form -> typed(headers, "text/html; charset=utf-8", form.html());
          case Answer.Json document -> {
            headers.put("Content-Type", "application/json");
            yield json.writeValueAsBytes(document.value());
          }
          case Answer.Text text -> typed(headers, text.contentType(), text.text());
          case Answer.Asset asset -> {
            headers.put("Content-Type", asset.contentType());
            yield asset.bytes();
          }
          case Answer.NoContent nothing -> new byte[0];
          case Answer.SeeOther elsewhere -> {
            headers.put("Location", elsewhere.location().toString());
            yield new byte[0];
          }
        };
    headers.putAll(extra);
    return new Reply(answer.status(), headers, cookies, body);
  }

  private static byte[] typed(Map<String, String> headers, String type, String text) {
    headers.put("Content-Type", type);
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
