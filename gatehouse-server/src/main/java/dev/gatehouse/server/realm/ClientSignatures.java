package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import java.util.Optional;

/**
 * How answers to a client are signed.
 *
 * @param idToken {@code id_token_signed_response_alg}, where it differs from the realm's
 * @param userInfo {@code userinfo_signed_response_alg}; plain JSON where absent
 * @param introspection {@code introspection_signed_response_alg} (RFC 9701 §6); the realm's where
 *     absent. Whether an answer is signed says each request's {@code Accept}
 */
public record ClientSignatures(
    Optional<SigningAlgorithm> idToken,
    Optional<SigningAlgorithm> userInfo,
    Optional<SigningAlgorithm> introspection) {
  /** As the realm does. */
  public static final ClientSignatures REALM =
      new ClientSignatures(Optional.empty(), Optional.empty(), Optional.empty());
}
