package dev.gatehouse.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of the route table that an address is, segment by segment: exactly as it was sent,
 * in one spelling. A literal segment matches itself and wins over a named one; a named segment
 * matches any that is not empty, and its value is what it decodes to. Nothing is tidied up before,
 * so that nobody in front of us can read an address differently (RFC 3986 §6.2).
 */
public final class RouteMatcher {
  private final Node root = new Node();

  public RouteMatcher(List<Route> routes) {
    routes.forEach(this::add);
  }

  /**
   * A route and the values of its named segments.
   *
   * @param route the line
   * @param path by name, decoded
   */
  public record Match(Route route, Map<String, String> path) {}

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<Method, Line> lines = new EnumMap<>(Method.class);
    private @Nullable Node named;
  }

  /** A route that ends at a node; its named segments in order. */
  private record Line(Route route, List<String> names) {}

  private void add(Route route) {
    Node node = root;
    List<String> names = new ArrayList<>();
    for (String segment : segments(route.path())) {
      if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
        if (node.named == null) {
          node.named = new Node();
        }
        node = node.named;
      } else {
        node = node.literals.computeIfAbsent(segment, _ -> new Node());
      }
    }
    if (node.lines.put(route.method(), new Line(route, List.copyOf(names))) != null) {
      throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
    }
  }

  /**
   * The route of that address; empty where there is none, or only for other methods.
   *
   * @param method as it stands in the request line; HEAD finds a GET that leaves no record
   */
  public Optional<Match> find(String method, String rawPath) {
    return switch (method) {
      case "GET" -> find(Method.GET, rawPath);
      case "HEAD" -> find(Method.GET, rawPath).filter(match -> match.route().takesHead());
      case "POST" -> find(Method.POST, rawPath);
      case "PUT" -> find(Method.PUT, rawPath);
      case "DELETE" -> find(Method.DELETE, rawPath);
      case "OPTIONS" -> find(Method.OPTIONS, rawPath);
      default -> Optional.empty();
    };
  }

  private Optional<Match> find(Method method, String rawPath) {
    List<String> segments = segments(rawPath);
    List<String> values = new ArrayList<>(2);
    Line line = rawPath.startsWith("/") ? find(root, segments, 0, method, values) : null;
    return line == null ? Optional.empty() : match(line, values);
  }

  private static @Nullable Line find(
      Node node, List<String> segments, int at, Method method, List<String> values) {
    if (at == segments.size()) {
      return node.lines.get(method);
    }
    String segment = segments.get(at);
    Node literal = node.literals.get(segment);
    if (literal != null) {
      Line line = find(literal, segments, at + 1, method, values);
      if (line != null) {
        return line;
      }
    }
    if (node.named == null || segment.isEmpty()) {
      return null;
    }
    values.add(segment);
    Line line = find(node.named, segments, at + 1, method, values);
    if (line == null) {
      values.removeLast();
    }
    return line;
  }

  /** The methods that the address answers to, in order; none where it is no address of ours. */
  public Set<Method> methods(String rawPath) {
    Set<Method> methods = new TreeSet<>();
    if (rawPath.startsWith("/")) {
      collect(root, segments(rawPath), 0, methods);
    }
    return methods;
  }

  private static void collect(Node node, List<String> segments, int at, Set<Method> methods) {
    if (at == segments.size()) {
      methods.addAll(node.lines.keySet());
      return;
    }
    Node literal = node.literals.get(segments.get(at));
    if (literal != null) {
      collect(literal, segments, at + 1, methods);
    }
    if (node.named != null && !segments.get(at).isEmpty()) {
      collect(node.named, segments, at + 1, methods);
    }
  }

  private static Optional<Match> match(Line line, List<String> values) {
    Map<String, String> path = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      Optional<String> value = decoded(values.get(i));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      path.put(line.names().get(i), value.get());
    }
    return Optional.of(new Match(line.route(), path));
  }

  /** Between slashes; what follows a semicolon is part of its segment and matches no literal. */
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(6);
    int from = 1;
    for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
      segments.add(path.substring(from, slash));
      from = slash + 1;
    }
    segments.add(from <= path.length() ? path.substring(from) : "");
    return segments;
  }

  /** RFC 3986 §2.1; empty for what is not ASCII, no escape, or no UTF-8 once it is decoded. */
  private static Optional<String> decoded(String segment) {
    ByteBuffer bytes = ByteBuffer.allocate(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%' && i + 2 < segment.length()) {
        int high = Character.digit(segment.charAt(i + 1), 16);
        int low = Character.digit(segment.charAt(i + 2), 16);
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.put((byte) (high << 4 | low));
        i += 2;
      } else if (c != '%' && c < 0x80) {
        bytes.put((byte) c);
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }
}
