package dev.gatehouse.server.realm;

import dev.gatehouse.server.realm.YamlNode.Mapping;
import dev.gatehouse.server.realm.YamlNode.Scalar;
import dev.gatehouse.server.realm.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The differences between two realm files, by their values; order and comments make none. */
public final class RealmPlan {
  private static final Set<String> SETS =
      Set.of(
          "permissions",
          "grants",
          "scopes",
          "apis",
          "introspection",
          "redirect_uris",
          "post_logout_redirect_uris",
          "redirect_hosts",
          "roles");

  private RealmPlan() {}

  /**
   * What has to be done, grouped: first what is added, then changed, then removed.
   *
   * @param before the applied text; empty for a realm that is new
   * @param after the text to apply; empty for a realm that goes
   */
  public static List<PlannedChange> between(String before, String after) {
    Map<String, String> old = flat(before);
    Map<String, String> wanted = flat(after);
    Set<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(wanted.keySet());
    List<PlannedChange> changes = new ArrayList<>();
    for (String path : paths) {
      Optional<String> was = Optional.ofNullable(old.get(path));
      Optional<String> becomes = Optional.ofNullable(wanted.get(path));
      if (!was.equals(becomes)) {
        changes.add(new PlannedChange(path, was, becomes));
      }
    }
    changes.sort((one, other) -> one.kind().compareTo(other.kind()));
    return List.copyOf(changes);
  }

  /** The names in a section of the first text that are not in the second's. */
  public static Set<String> removed(String section, String before, String after) {
    Set<String> names = new TreeSet<>(names(section, before));
    names.removeAll(names(section, after));
    return names;
  }

  private static Set<String> names(String section, String text) {
    return !text.isEmpty()
            && YamlDocument.read("applied", text).members().get(section) instanceof Mapping mapping
        ? mapping.members().keySet()
        : Set.of();
  }

  private static Map<String, String> flat(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      flatten("", YamlDocument.read("applied", text), values);
    }
    return values;
  }

  private static void flatten(String path, YamlNode node, Map<String, String> values) {
    if (node instanceof Mapping mapping && !mapping.members().isEmpty()) {
      mapping
          .members()
          .forEach((key, below) -> flatten(path.isEmpty() ? key : path + "." + key, below, values));
    } else {
      values.put(path, written(path, node));
    }
  }

  private static String written(String path, YamlNode node) {
    return switch (node) {
      case Scalar scalar -> scalar.text();
      case Mapping mapping ->
          mapping.members().entrySet().stream()
              .map(member -> member.getKey() + ": " + written(path, member.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Sequence sequence -> {
        var elements = sequence.elements().stream().map(element -> written(path, element));
        // RFC 6749 §3.3: a set has no order; of languages and audiences the first counts
        boolean isSet = SETS.contains(path.substring(path.lastIndexOf('.') + 1));
        yield (isSet ? elements.sorted() : elements).collect(Collectors.joining(", ", "[", "]"));
      }
    };
  }
}
