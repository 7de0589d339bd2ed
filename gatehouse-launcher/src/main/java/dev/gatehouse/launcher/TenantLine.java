package dev.gatehouse.launcher;

import tools.jackson.databind.JsonNode;

/** An organisation on one line. */
final class TenantLine {
  private static final String LINE = "%-24s %-10s %-36s  %s%s";

  private TenantLine() {}

  static String heading() {
    return LINE.formatted("slug", "status", "id", "name", "");
  }

  static String of(JsonNode tenant) {
    String erased = tenant.path("erase_after").asString("");
    return LINE.formatted(
        tenant.path("slug").asString(""),
        tenant.path("status").asString(""),
        tenant.path("id").asString(""),
        tenant.path("name").asString(""),
        erased.isEmpty() ? "" : "  (erased after " + erased + ")");
  }
}
