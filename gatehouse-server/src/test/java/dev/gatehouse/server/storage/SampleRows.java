package dev.gatehouse.server.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Valid rows for any table, made from the catalogue: what may not be null gets a value of its type,
 * what points somewhere gets a row there. So a table made tomorrow is tried without a line here.
 */
final class SampleRows {
  private static final Pattern LITERAL = Pattern.compile("'([^']+)'::text");

  private final Handle catalogue;

  /**
   * @param catalogue a connection that may read it
   */
  SampleRows(Handle catalogue) {
    this.catalogue = catalogue;
  }

  /** A foreign key, its columns in order on both sides. */
  record Key(String name, String child, List<String> columns, String parent, List<String> targets) {
    /** Only the tenant, as every row of a tenant has. */
    boolean isOfTenantAlone() {
      return columns.equals(List.of("tenant_id"));
    }
  }

  private record Column(String name, String type, Optional<String> allowed) {}

  /** Every foreign key of the table. */
  List<Key> keys(String table) {
    return catalogue
        .createQuery(
            """
            SELECT k.conname AS name, p.relname AS parent,
              (SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u (n, place)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n) AS columns,
              (SELECT array_agg(a.attname::text ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u (n, place)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n) AS targets
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
            WHERE k.contype = 'f' AND c.relnamespace = 'gatehouse'::regnamespace AND c.relname = :table
            ORDER BY k.conname
            """)
        .bind("table", table)
        .map((row, context) ->
            new Key(
                row.getString("name"),
                table,
                List.of((String[]) row.getArray("columns").getArray()),
                row.getString("parent"),
                List.of((String[]) row.getArray("targets").getArray())))
        .list();
  }

  /** A row of the table with all it points to, parents first, in the tenant and realm given. */
  Map<String, Object> insert(Handle handle, String table, Map<String, Object> place) {
    Map<String, Object> row = row(handle, table, place);
    insertRow(handle, table, row);
    return row;
  }

  /** The row itself, not inserted; what it points to is there. */
  Map<String, Object> row(Handle handle, String table, Map<String, Object> place) {
    Map<String, Object> row = new LinkedHashMap<>();
    List<Key> keys = keys(table);
    for (Column column : columns(table)) {
      boolean required = isRequired(table, column.name());
      boolean points =
          keys.stream().anyMatch(key -> !isPlace(key) && key.columns().contains(column.name()));
      if (place.containsKey(column.name())) {
        row.put(column.name(), place.get(column.name()));
      } else if (required || points) {
        row.put(column.name(), value(column));
      }
    }
    for (Key key : keys) {
      if (!isPlace(key)) {
        Map<String, Object> parent = insert(handle, key.parent(), place);
        for (int i = 0; i < key.columns().size(); i++) {
          row.put(key.columns().get(i), parent.get(key.targets().get(i)));
        }
      }
    }
    return row;
  }

  void insertRow(Handle handle, String table, Map<String, Object> row) {
    String names = String.join(", ", row.keySet());
    String values = row.keySet().stream().map(name -> ":" + name).collect(Collectors.joining(", "));
    Update insert =
        handle.createUpdate("INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")");
    row.forEach(insert::bind);
    insert.execute();
  }

  /** The tenant and the realm are there already. */
  private static boolean isPlace(Key key) {
    return key.isOfTenantAlone() || key.columns().equals(List.of("realm_id"));
  }

  private boolean isRequired(String table, String column) {
    return catalogue
        .createQuery(
            """
            SELECT a.attnotnull AND NOT a.atthasdef FROM pg_attribute a
            WHERE a.attrelid = to_regclass(:table) AND a.attname = :column
            """)
        .bind("table", "gatehouse." + table)
        .bind("column", column)
        .mapTo(Boolean.class)
        .one();
  }

  private List<Column> columns(String table) {
    return catalogue
        .createQuery(
            """
            SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
              (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k WHERE k.conrelid = a.attrelid
                AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]) AS allowed
            FROM pg_attribute a WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """)
        .bind("table", "gatehouse." + table)
        .map((row, context) ->
            new Column(
                row.getString("name"),
                row.getString("type"),
                Optional.ofNullable(row.getString("allowed"))))
        .list();
  }

  private static Object value(Column column) {
    return switch (column.type()) {
      case "uuid" -> UUID.randomUUID();
      case "boolean" -> true;
      case "integer" -> 1;
      case "bigint" -> 1L;
      case "bytea" -> new byte[] {1};
      case "text[]" -> new String[] {"x"};
      case "date" -> java.time.LocalDate.EPOCH;
      case "timestamp with time zone" -> java.time.Instant.EPOCH;
      case "text" -> text(column);
      default -> throw new IllegalStateException("no sample of " + column.type());
    };
  }

  /** One of the words that are allowed, or one that nobody else has. */
  private static String text(Column column) {
    List<String> words = new ArrayList<>();
    Matcher literals = LITERAL.matcher(column.allowed().orElse(""));
    while (literals.find()) {
      words.add(literals.group(1));
    }
    boolean listed = !words.isEmpty() && column.allowed().orElse("").contains("ANY");
    return listed ? words.getFirst() : "x" + UUID.randomUUID();
  }
}
