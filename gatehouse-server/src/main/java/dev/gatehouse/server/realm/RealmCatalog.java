package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.RealmId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every realm this server knows, as they are now: those applied, or those of a directory, and the
 * built-in {@code operators} where there are no others.
 */
public final class RealmCatalog {
  /** The realm of the people who run Gatehouse itself. */
  public static final RealmId OPERATORS = new RealmId("operators");

  private static final String OPERATORS_RESOURCE = "/realms/operators.yaml";

  private volatile Map<RealmId, Realm> realms;

  private RealmCatalog(Map<RealmId, Realm> realms) {
    this.realms = realms;
  }

  /** The built-in realm alone. */
  public static RealmCatalog builtIn(RealmFile reader) {
    return of(List.of(reader.read("operators.yaml (built in)", builtIn())));
  }

  /** A catalogue of exactly these. */
  public static RealmCatalog of(Collection<Realm> realms) {
    return new RealmCatalog(byId(realms));
  }

  /** From now on exactly these. */
  void replace(Collection<Realm> next) {
    realms = byId(next);
  }

  /** These, and operators as they are now where there are no others among them. */
  List<Realm> withOperators(Collection<Realm> applied) {
    Map<RealmId, Realm> all = byId(applied);
    find(OPERATORS).ifPresent(operators -> all.putIfAbsent(OPERATORS, operators));
    return List.copyOf(all.values());
  }

  private static Map<RealmId, Realm> byId(Collection<Realm> realms) {
    Map<RealmId, Realm> byId = new LinkedHashMap<>();
    realms.forEach(realm -> byId.put(realm.id(), realm));
    return byId;
  }

  /**
   * The operators' realm and every {@code *.yaml} of the directory, in the order of their names.
   *
   * @throws RealmFileError when a file can't be used; its name must be the realm's
   */
  public static RealmCatalog load(Path directory, SecretSource secrets) {
    return load(directory, new RealmFile(secrets));
  }

  /** The same with a reader of its own. */
  public static RealmCatalog load(Path directory, RealmFile reader) {
    Map<RealmId, Realm> realms = new LinkedHashMap<>();
    realms.put(OPERATORS, reader.read("operators.yaml (built in)", builtIn()));
    for (Path file : files(directory)) {
      Realm realm = reader.read(file.toString(), text(file));
      if (!file.getFileName().toString().equals(realm.id() + ".yaml")) {
        throw new RealmFileError(
            file.toString(), "declares the realm " + realm.id() + "; name the file so");
      }
      realms.put(realm.id(), realm);
    }
    return new RealmCatalog(realms);
  }

  /** The realm of that name. */
  public Optional<Realm> find(RealmId id) {
    return Optional.ofNullable(realms.get(id));
  }

  /** All of them; the built-in one first. */
  public List<Realm> realms() {
    return List.copyOf(realms.values());
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException unreadable) {
      throw new RealmFileError(directory.toString(), "the directory of realms can't be read");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new RealmFileError(file.toString(), "can't be read, or is not UTF-8");
    }
  }

  private static String builtIn() {
    try (InputStream resource = RealmCatalog.class.getResourceAsStream(OPERATORS_RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("built without " + OPERATORS_RESOURCE);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException("can't read " + OPERATORS_RESOURCE, unreadable);
    }
  }
}
