package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One product as its file declares it.
 *
 * @param id its name in paths and cookies
 * @param productName what people call it
 * @param ownIssuer the issuer it is served under, where it has a host of its own
 * @param signUp whether people may open a tenant by themselves
 * @param tokens algorithms and lives of tokens
 * @param passwords what a password must be and how it is hashed
 * @param sessions lives of browser sessions
 * @param mail who sends and how long links live
 * @param branding how its pages look
 * @param languages BCP 47 tags, the first is the default
 * @param permissions the catalogue
 * @param roles what principals may be given; exactly one is the owner's
 * @param clients its applications
 */
public record Realm(
    RealmId id,
    String productName,
    Optional<URI> ownIssuer,
    SignUp signUp,
    TokenProfile tokens,
    PasswordPolicy passwords,
    SessionRules sessions,
    MailRules mail,
    Branding branding,
    List<String> languages,
    List<Permission> permissions,
    List<Role> roles,
    List<Client> clients) {

  public Realm {
    languages = List.copyOf(languages);
    permissions = List.copyOf(permissions);
    roles = List.copyOf(roles);
    clients = List.copyOf(clients);
  }

  /** Whether a person may open a tenant without being invited. */
  public enum SignUp {
    OPEN,
    CLOSED
  }

  /** The application with this id. */
  public Optional<Client> client(ClientId clientId) {
    return clients.stream().filter(client -> client.id().equals(clientId)).findFirst();
  }

  /** The role with this name. */
  public Optional<Role> role(String name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** The role of whoever opens a tenant; a tenant always keeps one. */
  public Role ownerRole() {
    return roles.stream().filter(Role::owner).findFirst().orElseThrow();
  }

  /** How long a refresh token of this client lives at most, however often it is rotated. */
  public Duration refreshAbsolute(Client client) {
    // a public client can't keep a secret: a day at most
    Duration realmWide = tokens.refreshAbsolute();
    return client.isPublic() && realmWide.compareTo(TokenProfile.PUBLIC_REFRESH_ABSOLUTE) > 0
        ? TokenProfile.PUBLIC_REFRESH_ABSOLUTE
        : realmWide;
  }
}
