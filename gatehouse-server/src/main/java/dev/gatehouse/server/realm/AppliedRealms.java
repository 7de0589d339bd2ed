package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue at what was applied last, by whichever server. A document that this server
 * can't use, for want of a secret perhaps, is said so and leaves the realms as they are.
 */
public final class AppliedRealms {
  private static final Logger LOG = LoggerFactory.getLogger(AppliedRealms.class);

  private final Transactions transactions;
  private final RealmDocumentStore store;
  private final SecretSource secrets;
  private final Map<String, String> lifetimes;
  private final RealmCatalog catalog;
  private final RealmStore realms;
  private final Served served;
  private volatile long version;

  /**
   * Keeps a catalogue.
   *
   * @param secrets what documents refer to
   * @param lifetimes lives of access tokens that count instead of a document's
   */
  public AppliedRealms(
      Transactions transactions,
      SecretSource secrets,
      Map<String, String> lifetimes,
      RealmCatalog catalog,
      Served served) {
    this.transactions = transactions;
    this.store = RealmDocumentStore.ofDatabase();
    this.secrets = secrets;
    this.lifetimes = Map.copyOf(lifetimes);
    this.catalog = catalog;
    this.realms = new JdbcRealmStore();
    this.served = served;
  }

  /** Where realms are reached by this server. */
  public interface Served {
    /**
     * Looks whether these can be served side by side.
     *
     * @throws IllegalArgumentException when they can't, saying why
     */
    void check(Collection<Realm> realms);

    /** These as they are served: what depends on their address is known. */
    List<Realm> placed(Collection<Realm> realms);

    /** Serves these from now on. */
    void change(Collection<Realm> realms);
  }

  /** What is kept of the secrets that were made at apply. */
  @FunctionalInterface
  public interface Digests {
    /** That of a client, if it has one. */
    Optional<SecretDigest> of(ClientId client);
  }

  /** Refuses realms that this server couldn't serve side by side. */
  public void check(Collection<Realm> wanted) {
    served.check(catalog.withOperators(wanted));
  }

  /**
   * The realm that a file declares.
   *
   * @param file its name, whose last part must be the realm's and {@code .yaml}
   */
  public RealmId nameIn(String file, String text) {
    RealmId realm = RealmFile.nameIn(file, text);
    if (!file.substring(file.lastIndexOf('/') + 1).equals(realm + ".yaml")) {
      throw new RealmFileError(file, "declares the realm " + realm + "; name the file so");
    }
    return realm;
  }

  /** The last document of each realm, removals among them. */
  public List<RealmDocument> documents() {
    return read(store::current);
  }

  /** The number of the apply that the catalogue shows. */
  public long version() {
    return version;
  }

  /**
   * Takes over what is applied.
   *
   * @throws RealmFileError when a document can't be used here
   */
  public void load() {
    List<RealmDocument> documents = documents();
    List<Realm> usable = new ArrayList<>();
    for (RealmDocument document : documents) {
      if (!document.isRemoval()) {
        usable.add(read(document));
      }
    }
    if (documents.isEmpty()) {
      catalog.replace(served.placed(catalog.realms()));
      return;
    }
    List<Realm> found = catalog.withOperators(usable);
    served.check(found);
    List<Realm> next = served.placed(found);
    next.forEach(this::ensure);
    served.change(next);
    catalog.replace(next);
    version = documents.stream().mapToLong(RealmDocument::version).max().orElseThrow();
  }

  /** Takes over what another server applied, if it did. */
  public void follow() {
    if (read(store::newest) > version) {
      try {
        load();
        LOG.info("realms are as applied by apply {}", version);
      } catch (IllegalArgumentException | RealmFileError unusable) {
        LOG.error("an applied realm can't be used here: {}", unusable.getMessage());
      }
    }
  }

  /** Reads a document as this server would use it. */
  public Realm read(RealmDocument document) {
    return read(
        document.realm() + ".yaml (applied)",
        document.text(),
        client -> Optional.ofNullable(document.digests().get(client)));
  }

  /** Reads a file as this server would use it. */
  public Realm read(String file, String text, Digests digests) {
    return new RealmFile(new WithDigests(secrets, digests), lifetimes).read(file, text);
  }

  /** Makes the realm's row and its own tenant where they are missing. */
  public void ensure(Realm realm) {
    try {
      transactions.inRealm(
          realm.id(),
          Attempted.NOTHING,
          tx -> {
            realms.ensure(tx, realm.productName());
            return true;
          });
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private <T> T read(Work<RealmTx, T> work) {
    try {
      return transactions.readRealm(RealmCatalog.OPERATORS, work);
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The configured secrets, and what is kept of those that were made. */
  private record WithDigests(SecretSource configured, Digests digests) implements SecretSource {
    @Override
    public Optional<Secret> find(String name) {
      return configured.find(name);
    }

    @Override
    public Optional<SecretDigest> generated(RealmId realm, ClientId client) {
      return digests.of(client);
    }

    @Override
    public String whereToPut(String name) {
      return configured.whereToPut(name);
    }
  }
}
