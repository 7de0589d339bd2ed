package dev.gatehouse.server.page.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application that a person gave access to.
 *
 * @param client its id, sent back to withdraw the access
 * @param name what people call it
 * @param logo path of its picture on this origin, or null
 * @param firstParty whether it is part of the product
 * @param scopes what it may do
 * @param since when the person allowed it
 * @param lastUsedAt when it last asked for a token, or null if that isn't known
 * @param offline its access while the person is away, newest first
 */
public record ApplicationRow(
    String client,
    String name,
    @Nullable String logo,
    boolean firstParty,
    List<RequestedScope> scopes,
    Instant since,
    @Nullable Instant lastUsedAt,
    List<AccessRow> offline) {
  /** Keeps its own copies of the lists. */
  public ApplicationRow {
    scopes = List.copyOf(scopes);
    offline = List.copyOf(offline);
  }
}
