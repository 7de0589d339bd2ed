package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Leads back to an application with a form; the frame names it.
 *
 * @param frame what surrounds the task
 * @param action the application's address
 * @param fields what it is told, by name
 */
public record FormPostView(PageFrame frame, String action, Map<String, String> fields)
    implements Page {
  /** Keeps its own copy of the fields, in their order. */
  public FormPostView {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    Objects.requireNonNull(frame.application(), "frame.application");
  }

  /** Name of the application. */
  public String application() {
    return Objects.requireNonNull(frame.application());
  }
}
