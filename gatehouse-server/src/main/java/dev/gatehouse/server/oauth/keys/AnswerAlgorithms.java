package dev.gatehouse.server.oauth.keys;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.ClientSignatures;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RegistrationPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a realm signs for its clients with, ID tokens and answers alike: its own algorithm first,
 * then those that a client asks for; any where clients register by themselves.
 */
public final class AnswerAlgorithms {
  private AnswerAlgorithms() {}

  public static Set<SigningAlgorithm> of(Realm realm) {
    Set<SigningAlgorithm> all = new LinkedHashSet<>();
    all.add(realm.tokens().idTokenAlgorithm());
    realm.clients().stream()
        .map(Client::signatures)
        .flatMap(AnswerAlgorithms::of)
        .flatMap(Optional::stream)
        .sorted()
        .forEach(all::add);
    if (realm.registration().mode() != RegistrationPolicy.Mode.OFF) {
      all.addAll(List.of(SigningAlgorithm.values()));
    }
    return all;
  }

  private static Stream<Optional<SigningAlgorithm>> of(ClientSignatures signatures) {
    return Stream.of(signatures.idToken(), signatures.userInfo(), signatures.introspection());
  }
}
