package dev.gatehouse.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty refuses before any route is known (a bad request line, headers too large) in
 * our error form, with our headers, and without a word of its own.
 */
final class PlainErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = Math.max(response.getStatus(), 400);
    for (var header : SecurityHeaders.of(false, List.of()).entrySet()) {
      response.getHeaders().put(header.getKey(), header.getValue());
    }
    response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, "application/json"));
    String code =
        switch (status) {
          case 431 -> "headers_too_large";
          case 413 -> "payload_too_large";
          case 408 -> "timeout";
          // the client's mistake, whatever its number says
          case 501, 505 -> "invalid_request";
          default -> status < 500 ? "invalid_request" : "server_error";
        };
    byte[] body =
        ("{\"error\":{\"code\":\""
                + code
                + "\",\"message\":\"the request could not be read; check it and try again\"}}")
            .getBytes(StandardCharsets.UTF_8);
    response.write(true, BufferUtil.toBuffer(body), callback);
    return true;
  }
}
