package dev.gatehouse.server.oauth.consent;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.code.CodeStore;
import dev.gatehouse.server.oauth.family.FamilyStore;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The applications a person gave access to: those they said yes to, and those that may act while
 * they are away. A first-party application is asked about nowhere, so it is one only by the latter.
 */
public final class Applications {
  private static final String WITHDRAWN = "withdrawn_by_person";

  private final ConsentStore consents;
  private final CodeStore codes;
  private final FamilyStore families;
  private final OfflineSessions offline;
  private final Revocations revocations;
  private final ClientRegistry clients;

  /** Those in the database. */
  public static Applications ofDatabase(Revocations revocations, ClientRegistry clients) {
    FamilyStore families = FamilyStore.ofDatabase();
    return new Applications(
        ConsentStore.ofDatabase(),
        CodeStore.ofDatabase(),
        families,
        OfflineSessions.ofDatabase(revocations),
        revocations,
        clients);
  }

  private Applications(
      ConsentStore consents,
      CodeStore codes,
      FamilyStore families,
      OfflineSessions offline,
      Revocations revocations,
      ClientRegistry clients) {
    this.consents = consents;
    this.codes = codes;
    this.families = families;
    this.offline = offline;
    this.revocations = revocations;
    this.clients = clients;
  }

  /**
   * One of them.
   *
   * @param known the client, where the realm still has it
   * @param scopes what it may ask for without asking the person
   * @param lastUsedAt when it last got tokens, as far as is known
   * @param offline its access while the person is away
   */
  public record Entry(
      ClientId client,
      Optional<Client> known,
      List<String> scopes,
      Instant since,
      Optional<Instant> lastUsedAt,
      List<OfflineSessions.Entry> offline) {
    public Entry {
      scopes = List.copyOf(scopes);
      offline = List.copyOf(offline);
    }

    /** Its name, its id where the realm no longer has it. */
    public String name() {
      return known.map(Client::name).orElse(client.value());
    }
  }

  /** Those of a person, by name. */
  public List<Entry> list(TenantTx tx, PrincipalId principal) {
    Map<ClientId, ConsentStore.Consent> allowed =
        consents.all(tx, principal).stream()
            .collect(Collectors.toMap(ConsentStore.Consent::client, each -> each));
    Map<ClientId, List<OfflineSessions.Entry>> away =
        offline.list(tx, principal).stream()
            .collect(Collectors.groupingBy(OfflineSessions.Entry::client));
    Map<ClientId, Instant> used = families.lastUsed(tx, principal);
    Set<ClientId> all = new LinkedHashSet<>(allowed.keySet());
    all.addAll(away.keySet());
    return all.stream()
        .map(client ->
            entry(
                clients.find(tx, client.value()),
                client,
                Optional.ofNullable(allowed.get(client)),
                away.getOrDefault(client, List.of()),
                Optional.ofNullable(used.get(client))))
        .sorted(Comparator.comparing(Entry::name).thenComparing(entry -> entry.client().value()))
        .toList();
  }

  private static Entry entry(
      Optional<Client> known,
      ClientId client,
      Optional<ConsentStore.Consent> consent,
      List<OfflineSessions.Entry> away,
      Optional<Instant> used) {
    List<String> scopes =
        consent
            .map(it -> it.scopes().names())
            .orElseGet(() ->
                away.stream()
                    .map(OfflineSessions.Entry::scopes)
                    .flatMap(Collection::stream)
                    .distinct()
                    .toList());
    Instant since =
        consent
            .map(ConsentStore.Consent::since)
            .orElseGet(() -> away.getLast().grantedAt()); // the newest comes first
    return new Entry(client, known, scopes, since, used, away);
  }

  /**
   * Holds what leads to tokens of the client, so that none comes into being beside a withdrawal.
   *
   * <p>INVARIANT: consents and codes are locked before people and sessions: who makes a code has
   * the consent and then points to the session, who redeems one has the code and then does.
   */
  public void lock(TenantTx tx, PrincipalId principal, ClientId client) {
    consents.lock(tx, principal, client);
    codes.lockPending(tx, principal, client);
  }

  /**
   * What was taken back.
   *
   * @param asksAgain whether the application has to ask before it gets anything again
   * @param grants how many ended
   */
  public record Withdrawal(boolean asksAgain, int grants) {}

  /**
   * Takes everything back from a client, as an effect: consent, codes, refresh and access tokens.
   * Locked before.
   *
   * @return empty when it had nothing
   */
  public Optional<Withdrawal> withdraw(TenantTx tx, PrincipalId principal, ClientId client) {
    boolean consented = consents.withdraw(tx, principal, client);
    int expired = codes.expirePending(tx, principal, client);
    List<UUID> ended = families.endAll(tx, principal, client, WITHDRAWN);
    revocations.revoke(tx, ended.stream().map(Subject::ofFamily).toList());
    boolean asksAgain = clients.find(tx, client.value()).map(Client::requireConsent).orElse(true);
    return consented || expired > 0 || !ended.isEmpty()
        ? Optional.of(new Withdrawal(asksAgain, ended.size()))
        : Optional.empty();
  }
}
