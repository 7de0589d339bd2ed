package dev.gatehouse.server.realm;

import java.net.URI;
import java.util.Optional;

/**
 * What people see of a client (RFC 7591 §2).
 *
 * @param logo the name of a logo asset of ours
 * @param logoUri a picture of its own
 * @param clientUri its home page
 * @param policyUri how it uses data
 * @param tosUri its terms
 * @param initiateLoginUri where a sign-in begins at the client (OpenID Connect Registration §2)
 */
public record ClientPages(
    Optional<String> logo,
    Optional<URI> logoUri,
    Optional<URI> clientUri,
    Optional<URI> policyUri,
    Optional<URI> tosUri,
    Optional<URI> initiateLoginUri) {}
