package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.ApplyPlan;
import dev.gatehouse.server.admin.ApplyRequest;
import dev.gatehouse.server.admin.RealmApplication;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.RealmFileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Applies every file of a folder, where nothing was applied yet. */
final class FirstApply {
  private static final String BY = "first start";

  private final RealmApplication application;

  FirstApply(RealmApplication application) {
    this.application = application;
  }

  void of(Path folder) throws Refusal {
    ApplyPlan plan = application.plan(new ApplyRequest(files(folder), Set.of(), BY));
    for (ApplyPlan.PlannedRealm planned : plan.realms()) {
      if (!planned.drawn().isEmpty()) {
        throw new RealmFileError(
            planned.document().realm() + ".yaml",
            "a first start shows nobody a secret; add clients with secret: generate later, with"
                + " apply");
      }
    }
    if (!plan.isEmpty()) {
      applyUnlessAnotherDid(plan);
    }
  }

  private void applyUnlessAnotherDid(ApplyPlan plan) throws Refusal {
    try {
      application.apply(plan, BY);
    } catch (Refusal refusal) {
      if (refusal.reason() != Reason.CHANGED_MEANWHILE) {
        throw refusal;
      }
    }
  }

  private static List<ApplyRequest.File> files(Path folder) {
    List<ApplyRequest.File> files = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(new ApplyRequest.File(file.toString(), text(file)));
      }
    } catch (IOException unreadable) {
      throw new RealmFileError(folder.toString(), "the directory of realms can't be read");
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new RealmFileError(file.toString(), "can't be read, or is not UTF-8");
    }
  }
}
