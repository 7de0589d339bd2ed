package dev.gatehouse.server.storage;

import org.flywaydb.core.Flyway;

/**
 * Brings the schema forward. Run by {@code init} as the migrator; the server never has its
 * password.
 */
public final class Migrations {
  /** The schema that holds everything. */
  public static final String SCHEMA = "gatehouse";

  private final Flyway flyway;

  /**
   * @param migrator access as {@code gatehouse_migrator}
   */
  public Migrations(DatabaseAccess migrator) {
    this.flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(migrator.url(), migrator.user(), migrator.password().reveal())
            .locations("classpath:db/migration")
            .schemas(SCHEMA)
            .defaultSchema(SCHEMA)
            .createSchemas(false)
            .cleanDisabled(true)
            .validateMigrationNaming(true)
            .load();
  }

  /**
   * Applies what is missing.
   *
   * @return how many steps were applied
   */
  public int apply() {
    return flyway.migrate().migrationsExecuted;
  }
}
