package dev.gatehouse.server.admin;

import dev.gatehouse.server.crypto.KeyRehearsal.Probe;
import dev.gatehouse.server.crypto.KeyUse;
import dev.gatehouse.server.crypto.Ring;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.RealmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Probes of a rehearsal as text, to hand them to the other servers. */
final class Probes {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Probes() {}

  static String written(List<Probe> probes) {
    return JSON.writeValueAsString(
        probes.stream()
            .map(probe ->
                Map.of(
                    "realm",
                    probe.realm().value(),
                    "use",
                    probe.ring().use().name(),
                    "alg",
                    probe.ring().algorithm().joseName(),
                    "kid",
                    probe.kid(),
                    "token",
                    probe.token()))
            .toList());
  }

  static List<Probe> read(String text) {
    List<Probe> probes = new ArrayList<>();
    JSON.readTree(text)
        .forEach(probe ->
            probes.add(
                new Probe(
                    new RealmId(probe.get("realm").asString()),
                    new Ring(
                        KeyUse.valueOf(probe.get("use").asString()),
                        SigningAlgorithm.ofJoseName(probe.get("alg").asString()).orElseThrow()),
                    probe.get("kid").asString(),
                    probe.get("token").asString())));
    return probes;
  }
}
