package dev.gatehouse.server.realm;

import dev.gatehouse.server.realm.YamlNode.Mapping;
import dev.gatehouse.server.realm.YamlNode.Scalar;
import dev.gatehouse.server.realm.YamlNode.ScalarType;
import dev.gatehouse.server.realm.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Reads the public keys of a client that stand in a realm file (RFC 7517 §5). */
final class InlineKeys {
  private static final int MOST_KEYS = 10;

  /** What each kind of key needs (RFC 7518 §6.2, §6.3, RFC 8037 §2). */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "RSA", Set.of("n", "e"),
          "EC", Set.of("crv", "x", "y"),
          "OKP", Set.of("crv", "x"));

  private static final Set<String> FURTHER = Set.of("kty", "use", "alg", "kid");
  private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
  private static final Map<String, String> CURVES = Map.of("EC", "P-256", "OKP", "Ed25519");

  private final Section section;
  private final String key;

  InlineKeys(Section section, String key) {
    this.section = section;
    this.key = key;
  }

  /** The set as JSON. */
  String read() {
    YamlNode node = section.section(key, Set.of("keys")).node("keys").orElse(null);
    if (!(node instanceof Sequence sequence)
        || sequence.elements().isEmpty()
        || sequence.elements().size() > MOST_KEYS) {
      throw section.error(key, "must have a list \"keys\" of 1 to " + MOST_KEYS + " keys");
    }
    List<Map<String, String>> keys = new ArrayList<>();
    Set<String> kids = new HashSet<>();
    for (YamlNode element : sequence.elements()) {
      Map<String, String> members = publicKey(element);
      if (!kids.add(members.getOrDefault("kid", ""))) {
        throw section.errorAt(element, key, "needs a \"kid\" of its own for each key");
      }
      keys.add(members);
    }
    return JsonMapper.shared().writeValueAsString(Map.of("keys", keys));
  }

  private Map<String, String> publicKey(YamlNode element) {
    if (!(element instanceof Mapping mapping)) {
      throw section.errorAt(element, key, "must be public keys, not " + element.kind());
    }
    Map<String, String> members = new LinkedHashMap<>();
    mapping.members().forEach((name, value) -> members.put(name, text(name, value)));
    Set<String> needed = NEEDED.get(members.getOrDefault("kty", ""));
    if (needed == null) {
      throw section.errorAt(element, key, "needs a \"kty\" of EC, OKP or RSA");
    }
    if (!members.keySet().containsAll(needed)) {
      throw section.errorAt(element, key, "needs " + Section.listed(needed) + " for its kty");
    }
    Set<String> known = new HashSet<>(needed);
    known.addAll(FURTHER);
    if (!known.containsAll(members.keySet())) {
      throw section.errorAt(
          element, key, "has a member that is not known; allowed: " + Section.listed(known));
    }
    String curve = members.getOrDefault("crv", "");
    if (!CURVES.getOrDefault(members.get("kty"), curve).equals(curve)) {
      throw section.errorAt(element, key, "has the curve " + curve + "; allowed: Ed25519, P-256");
    }
    if (!members.getOrDefault("use", "sig").equals("sig")) {
      throw section.errorAt(element, key, "must have the use sig");
    }
    return members;
  }

  private String text(String name, YamlNode value) {
    if (PRIVATE.contains(name)) {
      throw section.errorAt(value, key, "has a private key; keep it with the client");
    }
    if (value instanceof Scalar scalar && scalar.type() == ScalarType.TEXT) {
      return scalar.text();
    }
    throw section.errorAt(value, key, "must have text in \"" + name + "\"");
  }
}
