package dev.gatehouse.launcher;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.DatabaseRoles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The passwords of the three database roles: given as variables, else files, else drawn. A role
 * that is there belongs to whoever knows its password; we never set it anew, because another
 * installation may live by it.
 */
record RolePasswords(Surroundings surroundings, Home home, Csprng random) {
  /** Where the password of each role stands. */
  private enum Place {
    APP(DatabaseRoles.APP, "GATEHOUSE_DATABASE_APP_PASSWORD", SecretsFolder.APP_PASSWORD),
    WORKER(
        DatabaseRoles.WORKER, "GATEHOUSE_DATABASE_WORKER_PASSWORD", SecretsFolder.WORKER_PASSWORD),
    MIGRATOR(
        DatabaseRoles.MIGRATOR,
        "GATEHOUSE_DATABASE_MIGRATOR_PASSWORD",
        SecretsFolder.MIGRATOR_PASSWORD);

    private final String role;
    private final String variable;
    private final String file;

    Place(String role, String variable, String file) {
      this.role = role;
      this.variable = variable;
      this.file = file;
    }
  }

  /** Refuses roles that are there while nobody told us their passwords; draws nothing. */
  void requireKnown(Set<String> existing) {
    for (Place place : Place.values()) {
      if (existing.contains(place.role) && find(place).isEmpty()) {
        throw foreign(place.role, "its password is not here");
      }
    }
  }

  /** The same where nobody may look which roles are there. */
  void requireAll() {
    for (Place place : Place.values()) {
      if (find(place).isEmpty()) {
        throw new CommandFailure(
            ExitCode.DATABASE,
            "there is no password of "
                + place.role
                + " here; name GATEHOUSE_DATABASE_SUPERUSER and"
                + " GATEHOUSE_DATABASE_SUPERUSER_PASSWORD once, for init, or give the passwords of"
                + " all three roles");
      }
    }
  }

  /** Refuses what does not open a role that is there. */
  CommandFailure wrong(String role) {
    return foreign(role, "the password here is not its own");
  }

  /** Every role's, drawn where it is missing. */
  Map<String, Secret> findOrDraw() {
    Map<String, Secret> passwords = new TreeMap<>();
    for (Place place : Place.values()) {
      passwords.put(place.role, find(place).orElseGet(() -> folder(place).findOrDraw(place.file)));
    }
    return passwords;
  }

  private Optional<Secret> find(Place place) {
    return surroundings
        .variable(place.variable)
        .map(Secret::of)
        .or(() -> folder(place).find(place.file));
  }

  private SecretsFolder folder(Place place) {
    return new SecretsFolder(
        place == Place.MIGRATOR ? home.migratorSecrets() : home.secrets(), random);
  }

  private CommandFailure foreign(String role, String problem) {
    Path secrets = home.secrets();
    return new CommandFailure(
        ExitCode.DATABASE,
        """
        the database server has the role %s already, and %s: another installation made it.
        Nothing was changed. To join that installation, copy from its folder var/
          secrets/%s, secrets/%s and secrets/master-key to %s
          migrator/%s to %s
        For an installation of its own, name another database server. Where the other one is gone for\
         good, drop the three roles as superuser and run this again\
        """
            .formatted(
                role,
                problem,
                SecretsFolder.APP_PASSWORD,
                SecretsFolder.WORKER_PASSWORD,
                secrets,
                SecretsFolder.MIGRATOR_PASSWORD,
                home.migratorSecrets()));
  }
}
