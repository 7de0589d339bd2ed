package dev.gatehouse.server.oauth.management;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.bearer.BearerToken;
import dev.gatehouse.server.oauth.bearer.DpopBinding;
import dev.gatehouse.server.oauth.bearer.LiveTokens;
import dev.gatehouse.server.oauth.family.StandingStore;
import dev.gatehouse.server.oauth.userinfo.ClaimRecords;
import dev.gatehouse.server.principal.ServiceAccount;
import dev.gatehouse.server.principal.ServiceAccountStore;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;

/**
 * Access tokens where the realm itself is the resource server: at its management API. Verified in
 * two steps: what the token says by itself, then in a transaction whether it still stands.
 */
public final class ManagementTokens {
  private final AccessTokens tokens;
  private final DpopBinding binding;
  private final LiveTokens live;
  private final Holders holders;
  private final ClaimRecords records;

  /** Where those who hold tokens are looked up. */
  public record Holders(StandingStore people, ServiceAccountStore machines) {}

  public ManagementTokens(
      AccessTokens tokens,
      DpopBinding binding,
      LiveTokens live,
      Holders holders,
      ClaimRecords records) {
    this.tokens = tokens;
    this.binding = binding;
    this.live = live;
    this.holders = holders;
    this.records = records;
  }

  /** A token that is rightly signed, for this API, and proved where it is bound to a key. */
  public static final class Presented {
    private final AccessTokens.Bearer bearer;

    private Presented(AccessTokens.Bearer bearer) {
      this.bearer = bearer;
    }

    public TenantId tenant() {
      return bearer.tenant();
    }

    public PrincipalId principal() {
      return bearer.principal();
    }

    public ClientId client() {
      return bearer.client();
    }

    /** What its client may do. */
    public List<String> scopes() {
      return bearer.scopes().names();
    }
  }

  /**
   * The token of the request.
   *
   * @throws Refusal {@code invalid_token} also for one that is good for another API of the realm
   */
  public Presented take(Exchange exchange) throws Refusal {
    BearerToken presented = BearerToken.of(exchange);
    AccessTokens.Bearer bearer = tokens.verify(exchange, presented.text());
    binding.atResource(exchange, path(exchange), presented, bearer);
    Realm realm = tokens.realm(exchange);
    if (realm.managementApi().filter(api -> bearer.isFor(api.audience())).isEmpty()) {
      throw Refusal.of(Reason.MANAGEMENT_AUDIENCE);
    }
    return new Presented(bearer);
  }

  /** Refuses a token when anything it rests on was revoked until now. */
  public void requireLive(Exchange exchange, Presented token) throws Refusal {
    live.require(exchange.realm(), token.bearer);
  }

  /** Below the issuer, as it was sent (RFC 9449 §4.3: htu without query and fragment). */
  private static String path(Exchange exchange) {
    return exchange.rawPath().substring(exchange.site().path("").length());
  }

  /**
   * The roles that its principal has now.
   *
   * @throws Refusal where anything it rests on was revoked or has ended
   */
  public List<String> roles(TenantTx tx, Presented token) throws Refusal {
    Optional<List<String>> roles =
        token.bearer.isMachine() ? ofMachine(tx, token.bearer) : ofPerson(tx, token.bearer);
    if (roles.isEmpty()) {
      throw Refusal.of(Reason.ACCESS_TOKEN_REVOKED);
    }
    return roles.get();
  }

  private Optional<List<String>> ofPerson(TenantTx tx, AccessTokens.Bearer bearer) {
    return holders
        .people()
        .behind(tx, StandingStore.Presented.of(bearer))
        .map(StandingStore.Behind::roles);
  }

  private Optional<List<String>> ofMachine(TenantTx tx, AccessTokens.Bearer bearer) {
    return holders
        .machines()
        .find(tx, bearer.client())
        .filter(account -> account.active() && account.id().equals(bearer.principal()))
        .map(ServiceAccount::roles)
        .filter(roles -> roles.containsAll(bearer.roles()));
  }

  /** Records its use, as often as uses are recorded. */
  public void used(Exchange exchange, Presented token) {
    records.succeeded(exchange, token.bearer);
  }

  /** Records that it was refused. */
  public void refused(Exchange exchange, Presented token, Refusal refusal) {
    records.refused(exchange, token.bearer, refusal);
  }
}
