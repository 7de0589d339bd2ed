package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.client.ClientMetadata;
import dev.gatehouse.server.client.RegisteredClientId;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.ClientPages;
import dev.gatehouse.server.realm.ClientRules;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RegistrationPolicy;
import dev.gatehouse.server.realm.SecretDigest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a client asks for is within its realm's policy, its addresses lead to hosts that the realm
 * allows, and what we or browsers would call is nothing of our own network (RFC 7591 §5).
 */
final class CheckRegistrationPolicy {
  /** As realm files name settings, and as registrations do. */
  private static final Map<String, String> NAMES =
      Map.of("grants", "grant_types", "scopes", "scope");

  private final OutboundHttp outbound;

  CheckRegistrationPolicy(OutboundHttp outbound) {
    this.outbound = outbound;
  }

  /** The metadata with every default filled in; a refusal names the member that is not allowed. */
  ClientMetadata check(ClientMetadata asked, Realm realm) throws Refusal {
    RegistrationPolicy policy = realm.registration();
    checkGrants(asked, policy);
    checkHosts(asked, policy);
    checkCalled(asked);
    ClientMetadata complete = asked.orScopes(standard(asked, policy));
    // the rules of every client, wherever it comes from
    Client client =
        complete.client(
            RegisteredClientId.of(new UUID(0, 0)),
            Optional.of(SecretDigest.of(Secret.of(""))),
            realm);
    Optional<ClientRules.Problem> problem = ClientRules.problem(client, realm.tokens());
    if (problem.isPresent()) {
      String key = problem.get().key();
      throw key.equals("redirect_uris")
          ? Refusal.of(Reason.REGISTRATION_REDIRECT_URI, key)
          : Refusal.of(Reason.REGISTRATION_METADATA, NAMES.getOrDefault(key, key));
    }
    return complete;
  }

  private static void checkGrants(ClientMetadata asked, RegistrationPolicy policy) throws Refusal {
    if (!policy.grants().containsAll(asked.grants())) {
      throw Refusal.of(Reason.REGISTRATION_METADATA, "grant_types");
    }
    if (!policy.scopes().containsAll(asked.scopes().orElse(List.of()))) {
      throw Refusal.of(Reason.REGISTRATION_METADATA, "scope");
    }
  }

  /** What it may have where it asks for nothing in particular (RFC 7591 §2). */
  private static List<String> standard(ClientMetadata asked, RegistrationPolicy policy) {
    boolean refreshes = asked.grants().contains(Client.Grant.REFRESH_TOKEN);
    boolean people = asked.grants().contains(Client.Grant.AUTHORIZATION_CODE);
    return new TreeSet<>(policy.scopes())
        .stream()
            .filter(scope -> refreshes || !scope.equals("offline_access"))
            .filter(scope -> people || !ClientRules.STANDARD_SCOPES.contains(scope))
            .toList();
  }

  private static void checkHosts(ClientMetadata asked, RegistrationPolicy policy) throws Refusal {
    if (!asked.redirectUris().stream().allMatch(policy::allowsHostOf)) {
      throw Refusal.of(Reason.REGISTRATION_REDIRECT_URI, "redirect_uris");
    }
    if (!asked.logout().postLogoutRedirectUris().stream().allMatch(policy::allowsHostOf)) {
      throw Refusal.of(Reason.REGISTRATION_METADATA, "post_logout_redirect_uris");
    }
  }

  /** Refused by name already here; an address behind a name is judged at each call. */
  private void checkCalled(ClientMetadata asked) throws Refusal {
    ClientPages pages = asked.pages();
    Stream<Map.Entry<String, Optional<URI>>> addresses =
        Stream.of(
            Map.entry("jwks_uri", asked.jwksUri()),
            Map.entry("backchannel_logout_uri", asked.logout().backchannelUri()),
            Map.entry("logo_uri", pages.logoUri()),
            Map.entry("client_uri", pages.clientUri()),
            Map.entry("policy_uri", pages.policyUri()),
            Map.entry("tos_uri", pages.tosUri()),
            Map.entry("initiate_login_uri", pages.initiateLoginUri()),
            Map.entry("sector_identifier_uri", asked.sector()));
    Optional<String> wrong =
        addresses
            .filter(it -> it.getValue().flatMap(outbound::problem).isPresent())
            .map(Map.Entry::getKey)
            .findFirst();
    if (wrong.isPresent()) {
      throw Refusal.of(Reason.REGISTRATION_METADATA, wrong.get());
    }
  }
}
