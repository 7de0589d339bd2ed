package dev.gatehouse.server.crypto;

import java.security.PublicKey;

/**
 * The public half of a signing key.
 *
 * @param kid the RFC 7638 thumbprint
 * @param algorithm the one algorithm it verifies
 * @param publicKey the key
 */
public record VerificationKey(String kid, SigningAlgorithm algorithm, PublicKey publicKey) {}
