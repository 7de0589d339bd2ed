package dev.gatehouse.policy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The attributes that conditions may read: ours, and those a policy declares. */
public final class Vocabulary {
  /** What every policy knows without declaring it. */
  public static final Map<String, ValueType> STANDARD =
      Map.ofEntries(
          Map.entry("principal.id", ValueType.TEXT),
          Map.entry("principal.type", ValueType.TEXT),
          Map.entry("principal.roles", ValueType.TEXTS),
          Map.entry("tenant.id", ValueType.TEXT),
          Map.entry("action.name", ValueType.TEXT),
          Map.entry("resource.type", ValueType.TEXT),
          Map.entry("resource.id", ValueType.TEXT),
          Map.entry("context.now", ValueType.TIME),
          Map.entry("context.acr", ValueType.TEXT),
          Map.entry("context.amr", ValueType.TEXTS),
          Map.entry("context.auth_time", ValueType.TIME),
          Map.entry("context.ip", ValueType.TEXT),
          Map.entry("context.country", ValueType.TEXT),
          Map.entry("context.risk", ValueType.WHOLE));

  /** The form of a declared attribute, in words. */
  public static final String FORM =
      "principal., resource., tenant. or context. with words of a-z, 0-9 and _";

  private static final Pattern DECLARED =
      Pattern.compile("(principal|resource|tenant|context)(\\.[a-z][a-z0-9_]{0,31}){1,4}");

  private final Map<String, ValueType> types;

  private Vocabulary(Map<String, ValueType> types) {
    this.types = types;
  }

  static Vocabulary with(Map<String, ValueType> declared) {
    Map<String, ValueType> types = new TreeMap<>(STANDARD);
    types.putAll(declared);
    return new Vocabulary(types);
  }

  /** Why an attribute of this path can't be declared; empty where it can. */
  static String objection(String path) {
    if (STANDARD.containsKey(path)) {
      return "is there already; choose another name";
    }
    return DECLARED.matcher(path).matches() ? "" : "is no attribute; use " + FORM;
  }

  /** In alphabetical order. */
  Map<String, ValueType> types() {
    return types;
  }

  boolean knows(String path) {
    return types.containsKey(path);
  }

  /** Whether it begins like an attribute: {@code resource} or {@code resource.anything}. */
  static boolean isRooted(String path) {
    int dot = path.indexOf('.');
    return switch (dot < 0 ? path : path.substring(0, dot)) {
      case "principal", "resource", "tenant", "action", "context" -> true;
      default -> false;
    };
  }

  /** The declared attributes under the root of a path, for an error's text. */
  String under(String path) {
    int dot = path.indexOf('.');
    String root = (dot < 0 ? path : path.substring(0, dot)) + ".";
    return String.join(
        ", ", types.keySet().stream().filter(name -> name.startsWith(root)).toList());
  }
}
