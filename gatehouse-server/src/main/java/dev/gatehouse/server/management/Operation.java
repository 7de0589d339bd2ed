package dev.gatehouse.server.management;

import dev.gatehouse.server.realm.Management;
import dev.gatehouse.server.realm.ManagementAct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an endpoint is, described once: the document is written from it, callers are let in by it,
 * and requests are held against it.
 *
 * @param id its name in clients made from the document
 * @param summary what it does, in a few words
 * @param act what its caller must be permitted
 * @param changes whether it changes something, so that the token needs the other scope
 * @param query the parameters it takes; everything else is refused
 * @param body of the request, where it takes one
 * @param status of success
 * @param answer of success, where it has a body
 * @param version what of versions it knows
 */
public record Operation(
    String id,
    String summary,
    ManagementAct act,
    boolean changes,
    List<Schema.Field> query,
    Optional<Schema.Fields> body,
    int status,
    Optional<Schema.Fields> answer,
    Version version) {
  static final int MOST_ITEMS = 100;
  static final int USUAL_ITEMS = 50;
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";

  private static final int LONGEST_CURSOR = 512;

  public Operation {
    query = List.copyOf(query);
  }

  /** What an operation does with versions of what it is about (RFC 9110 §8.8.3, §13.1.1). */
  public enum Version {
    NONE,
    /** Answers with an ETag. */
    SHOWN,
    /** Changes only the version that If-Match names, and answers with the next ETag. */
    MATCHED
  }

  /** One that looks at something. */
  public static Operation read(String id, String summary, ManagementAct act) {
    return new Operation(
        id, summary, act, false, List.of(), Optional.empty(), 200, Optional.empty(), Version.NONE);
  }

  /** One that changes something and answers nothing until told otherwise. */
  public static Operation write(String id, String summary, ManagementAct act) {
    return new Operation(
        id, summary, act, true, List.of(), Optional.empty(), 204, Optional.empty(), Version.NONE);
  }

  /** With a parameter of the query that may be missing; it is text on the wire. */
  public Operation filteredBy(String name, Schema schema, String description) {
    List<Schema.Field> more = new ArrayList<>(query);
    more.add(new Schema.Field(name, schema, false, description));
    return new Operation(id, summary, act, changes, more, body, status, answer, version);
  }

  /** Takes this body. */
  public Operation takes(Schema.Fields request) {
    return new Operation(
        id, summary, act, changes, query, Optional.of(request), status, answer, version);
  }

  /** Answers success so. */
  public Operation answers(int success, Schema.Fields response) {
    return new Operation(
        id, summary, act, changes, query, body, success, Optional.of(response), version);
  }

  /** Answers a list of these, a page at a time. */
  public Operation lists(Schema.Fields item) {
    Operation paged =
        filteredBy(
                LIMIT,
                new Schema.Whole(1, MOST_ITEMS),
                "how many at most; " + USUAL_ITEMS + " unless said")
            .filteredBy(CURSOR, Schema.text(LONGEST_CURSOR), "the \"next\" of the page before");
    return paged.answers(
        200,
        Schema.Fields.named("ListOf" + item.name())
            .with("items", new Schema.ListOf(item, MOST_ITEMS), "in the order of the list")
            .maybe("next", Schema.text(LONGEST_CURSOR), "where to go on; missing at the end"));
  }

  /** Knows versions so. */
  public Operation versioned(Version how) {
    return new Operation(id, summary, act, changes, query, body, status, answer, how);
  }

  boolean isList() {
    return query.stream().anyMatch(field -> field.name().equals(CURSOR));
  }

  /** The scope that its caller's token needs. */
  String scope() {
    return changes ? Management.WRITE_SCOPE : Management.READ_SCOPE;
  }
}
