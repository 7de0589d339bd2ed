package dev.gatehouse.server.realm;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which permission each act of the management API takes. */
final class ManagementSection {
  static final String KEY = "management";

  private ManagementSection() {}

  static Management read(Section top, List<Permission> permissions) {
    Map<String, ManagementAct> acts = ManagementAct.words();
    Section section = top.section(KEY, acts.keySet());
    Set<String> catalogue =
        permissions.stream().map(Permission::name).collect(Collectors.toUnmodifiableSet());
    Map<ManagementAct, String> found = new EnumMap<>(ManagementAct.class);
    acts.forEach((key, act) -> {
      Optional<String> permission = section.optionalText(key);
      permission.ifPresent(name -> {
        if (!catalogue.contains(name)) {
          throw section.error(key, "has \"" + name + "\"; allowed: " + Section.listed(catalogue));
        }
        found.put(act, name);
      });
    });
    return found.isEmpty() ? Management.NONE : new Management(found);
  }
}
