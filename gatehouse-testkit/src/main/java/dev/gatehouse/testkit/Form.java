package dev.gatehouse.testkit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** A form on a page, with what the page filled in, hidden fields included. */
public final class Form {

  private final HttpDriver driver;
  private final URI page;
  private final Element element;
  private final FormData data;

  Form(HttpDriver driver, URI page, Element element) {
    this(driver, page, element, filledIn(element));
  }

  private Form(HttpDriver driver, URI page, Element element, FormData data) {
    this.driver = driver;
    this.page = page;
    this.element = element;
    this.data = data;
  }

  /** Where it goes: an absent or empty action is the page itself. */
  public URI action() {
    return HttpDriver.resolve(page, element.attr("action"));
  }

  public String method() {
    return element.attr("method").equalsIgnoreCase("post") ? "POST" : "GET";
  }

  /** What would be sent. */
  public FormData data() {
    return data;
  }

  public Optional<String> value(String name) {
    return data.first(name);
  }

  /** Whether there is a control of that name, filled in or not. */
  public boolean has(String name) {
    return controls().stream().anyMatch(control -> control.attr("name").equals(name));
  }

  /**
   * Fills in a field that the form has.
   *
   * @throws AssertionError when a person would find no such field
   */
  public Form fill(String name, String value) {
    if (!has(name)) {
      throw new AssertionError("the form to " + action() + " has no field '" + name + "'");
    }
    return with(data.set(name, value));
  }

  public Form fill(Map<String, String> values) {
    Form filled = this;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.fill(value.getKey(), value.getValue());
    }
    return filled;
  }

  /** Sends something else, whatever the page says: for those who don't use a browser. */
  public Form with(FormData other) {
    return new Form(driver, page, element, other);
  }

  /** Presses the button with this text, whose name and value are sent too. */
  public Page press(String buttonText) {
    Element button =
        buttons().stream()
            .filter(found -> label(found).equalsIgnoreCase(buttonText))
            .findFirst()
            .orElseThrow(() ->
                new AssertionError(
                    "no button '"
                        + buttonText
                        + "' but "
                        + buttons().stream().map(Form::label).toList()));
    String name = button.attr("name");
    return (name.isEmpty() ? this : with(data.add(name, button.attr("value")))).request().send();
  }

  public Page submit() {
    return request().send();
  }

  public Page submit(Map<String, String> values) {
    return fill(values).submit();
  }

  /** The request a browser would send, to be changed before it goes. */
  public Exchange request() {
    if (method().equals("POST")) {
      return driver.request("POST", action().toString()).from(page).form(data);
    }
    String target = action().toString().replaceFirst("[?#].*", "");
    return driver.request("GET", target + "?" + data.encode()).from(page);
  }

  private List<Element> buttons() {
    return element
        .select("button:not([type=button]):not([type=reset]), input[type=submit]")
        .stream()
        .toList();
  }

  private static String label(Element button) {
    return button.nameIs("input") ? button.attr("value") : button.text().strip();
  }

  private List<Element> controls() {
    return element.select("input[name], select[name], textarea[name]").stream().toList();
  }

  private static FormData filledIn(Element form) {
    List<FormData.Entry> entries = new ArrayList<>();
    for (Element control : form.select("input[name], select[name], textarea[name]")) {
      if (!control.hasAttr("disabled")) {
        String name = control.attr("name");
        values(control).forEach(value -> entries.add(new FormData.Entry(name, value)));
      }
    }
    return new FormData(entries);
  }

  private static List<String> values(Element control) {
    return switch (control.normalName()) {
      case "select" -> selected(control);
      case "textarea" -> List.of(control.wholeText());
      default ->
          switch (control.attr("type").toLowerCase(Locale.ROOT)) {
            case "submit", "button", "reset", "image", "file" -> List.of();
            case "checkbox", "radio" ->
                control.hasAttr("checked")
                    ? List.of(control.hasAttr("value") ? control.attr("value") : "on")
                    : List.of();
            default -> List.of(control.attr("value"));
          };
    };
  }

  /** HTML: the chosen options, else the first of a list that shows one. */
  private static List<String> selected(Element select) {
    List<Element> options = select.select("option:not([disabled])").stream().toList();
    List<Element> chosen = options.stream().filter(option -> option.hasAttr("selected")).toList();
    if (chosen.isEmpty() && !select.hasAttr("multiple")) {
      chosen = options.stream().limit(1).toList();
    }
    return chosen.stream()
        .map(option -> option.hasAttr("value") ? option.attr("value") : option.text())
        .toList();
  }
}
