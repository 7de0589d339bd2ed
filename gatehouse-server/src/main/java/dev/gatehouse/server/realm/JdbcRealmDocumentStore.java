package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.RealmTx;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Applied realm files in {@code realm_document}. */
final class JdbcRealmDocumentStore implements RealmDocumentStore {
  private static final TypeReference<Map<String, String>> HEX_BY_CLIENT = new TypeReference<>() {};

  @Override
  public long newest(RealmTx tx) {
    return tx.read()
        .createQuery("SELECT coalesce(max(version), 0) FROM realm_document WHERE realm_id = :realm")
        .bind("realm", tx.realm().value())
        .mapTo(Long.class)
        .one();
  }

  @Override
  public List<RealmDocument> current(RealmTx tx) {
    return tx.read()
        .createQuery(
            """
            SELECT DISTINCT ON (name) name, version, text, digests FROM realm_document
            WHERE realm_id = :realm ORDER BY name, version DESC
            """)
        .bind("realm", tx.realm().value())
        .map((row, _) ->
            new RealmDocument(
                new RealmId(row.getString("name")),
                row.getLong("version"),
                row.getString("text"),
                digests(row.getString("digests"))))
        .list();
  }

  @Override
  public boolean append(RealmTx tx, RealmDocument document, String by) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO realm_document
                  (realm_id, version, name, text, digests, applied_by, applied_at)
                VALUES (:realm, :version, :name, :text, :digests, :by, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("realm", tx.realm().value())
            .bind("version", document.version())
            .bind("name", document.realm().value())
            .bind("text", document.text())
            .bind("digests", written(document.digests()))
            .bind("by", by)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  private static String written(Map<ClientId, SecretDigest> digests) {
    Map<String, String> hex = new TreeMap<>();
    digests.forEach(
        (client, digest) -> hex.put(client.value(), HexFormat.of().formatHex(digest.bytes())));
    return JsonMapper.shared().writeValueAsString(hex);
  }

  private static Map<ClientId, SecretDigest> digests(String json) {
    Map<ClientId, SecretDigest> digests = new HashMap<>();
    JsonMapper.shared()
        .readValue(json, HEX_BY_CLIENT)
        .forEach((client, hex) ->
            digests.put(new ClientId(client), SecretDigest.ofBytes(HexFormat.of().parseHex(hex))));
    return digests;
  }
}
