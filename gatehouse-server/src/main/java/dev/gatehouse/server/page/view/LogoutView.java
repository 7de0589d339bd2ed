package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An application wants the person signed out; the frame names it where it is known.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param fields hidden fields that repeat the request, by name
 * @param backLink page to go to instead
 */
public record LogoutView(
    PageFrame frame, String action, Map<String, String> fields, String backLink) implements Page {
  /** Keeps its own copy of the fields, in their order. */
  public LogoutView {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
