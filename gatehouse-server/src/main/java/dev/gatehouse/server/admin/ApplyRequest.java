package dev.gatehouse.server.admin;

import java.util.List;
import java.util.Set;

/**
 * What somebody wants to apply.
 *
 * @param files realm files; realms without one stay as they are
 * @param destroy names of what may go: a realm, or {@code realm.clients.name} though it is in use
 * @param by who asks, for the records
 */
public record ApplyRequest(List<File> files, Set<String> destroy, String by) {
  public ApplyRequest {
    files = List.copyOf(files);
    destroy = Set.copyOf(destroy);
  }

  /**
   * One file.
   *
   * @param name for errors; its last part is the realm's name and {@code .yaml}
   */
  public record File(String name, String text) {}
}
