package dev.gatehouse.server.management;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A request as its operation describes it: nothing more in it, nothing of another kind. */
public final class ApiRequest {
  private final Exchange exchange;
  private final Operation operation;
  private final TenantId tenant;
  private final Slice slice;
  private final EntityTags tags;
  private boolean matched;

  private ApiRequest(
      Exchange exchange, Operation operation, TenantId tenant, Slice slice, EntityTags tags) {
    this.exchange = exchange;
    this.operation = operation;
    this.tenant = tenant;
    this.slice = slice;
    this.tags = tags;
  }

  /** Holds the request against its operation. */
  static ApiRequest of(
      Exchange exchange,
      Operation operation,
      ApiCredential.Holder holder,
      Cursors cursors,
      EntityTags tags)
      throws Refusal {
    Set<String> names =
        operation.query().stream().map(Schema.Field::name).collect(Collectors.toSet());
    Parameters query = exchange.query().only(names);
    for (Schema.Field field : operation.query()) {
      if (query.contains(field.name())) {
        field.schema().check(field.name(), value(field, query.text(field.name())));
      }
    }
    if (operation.body().isPresent()) {
      operation.body().get().check("body", exchange.json());
    }
    Slice slice = new Slice(Operation.USUAL_ITEMS, Optional.empty());
    if (operation.isList()) {
      slice = slice(query, cursors, bound(exchange, operation, holder));
    }
    return new ApiRequest(exchange, operation, holder.tenant(), slice, tags);
  }

  /** What stands in a query is text; a number is one written as JSON would. */
  private static Object value(Schema.Field field, String text) {
    return field.schema() instanceof Schema.Whole && text.matches("0|[1-9][0-9]{0,8}")
        ? Integer.valueOf(text)
        : text;
  }

  private static Slice slice(Parameters query, Cursors cursors, Cursors.Bound bound)
      throws Refusal {
    int limit =
        query.contains(Operation.LIMIT)
            ? Integer.parseInt(query.text(Operation.LIMIT))
            : Operation.USUAL_ITEMS;
    Optional<String> position = Optional.empty();
    if (query.contains(Operation.CURSOR)) {
      position = Optional.of(cursors.read(bound, query.text(Operation.CURSOR)));
    }
    return new Slice(limit, position);
  }

  /** The list and every filter of it; a page may be of another size than the one before. */
  static Cursors.Bound bound(Exchange exchange, Operation operation, ApiCredential.Holder holder) {
    Map<String, String> filters = new TreeMap<>();
    operation.query().stream()
        .map(Schema.Field::name)
        .filter(name -> !name.equals(Operation.LIMIT) && !name.equals(Operation.CURSOR))
        .filter(exchange.query()::contains)
        .forEach(name -> filters.put(name, exchange.query().text(name)));
    StringBuilder list = new StringBuilder(exchange.rawPath());
    filters.forEach((name, value) ->
        list.append('\n')
            .append(name)
            .append('=')
            .append(value.length())
            .append(':')
            .append(value));
    return new Cursors.Bound(
        exchange.realm(), holder.tenant(), holder.principal(), list.toString());
  }

  public RealmId realm() {
    return exchange.realm();
  }

  /** Which part of a list is asked for. */
  public Slice slice() {
    return slice;
  }

  /** A filter of the query. */
  public Optional<String> filter(String name) {
    return exchange.query().find(name);
  }

  /** A filter that is an id; it was checked to be one. */
  public Optional<UUID> idFilter(String name) {
    return filter(name).map(UUID::fromString);
  }

  /** A segment of the path, as named in the route. */
  public String path(String name) {
    return exchange.path(name);
  }

  /**
   * A segment of the path that is an id.
   *
   * @param absent the refusal for what can't be one, the same as for one that is not there
   */
  public UUID id(String name, Reason absent) throws Refusal {
    String text = exchange.path(name);
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException malformed) {
      throw Refusal.of(absent);
    }
    throw Refusal.of(absent);
  }

  /** The members of the body, as the operation describes them. */
  public Map<String, Object> body() {
    return exchange.json();
  }

  /**
   * Refuses unless the request is about this very version (RFC 9110 §13.1.1); called with the row
   * locked, before anything is changed.
   *
   * @param current what a read would show now
   */
  public void match(Map<String, Object> current) throws Refusal {
    matched = true;
    String named = exchange.header("if-match").orElse("").strip();
    // "*" says that nobody looked
    if (named.isEmpty() || named.equals("*")) {
      throw Refusal.of(Reason.VERSION_MISSING);
    }
    String tag = tags.of(realm(), tenant, current);
    if (Arrays.stream(named.split(",", -1)).map(String::strip).noneMatch(tag::equals)) {
      throw Refusal.of(Reason.VERSION_STALE);
    }
  }

  /** An operation that promises to look at the version must have done so. */
  void requireMatched() {
    if (operation.version() == Operation.Version.MATCHED && !matched) {
      throw new IllegalStateException("changed without a look at the version: " + operation.id());
    }
  }
}
