package dev.gatehouse.launcher;

import dev.gatehouse.launcher.AuditArchive.NamedLog;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse audit export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes every record as the exact bytes that are stored, one a line, log after log.",
      "Personal fields stay sealed unless --reveal."
    })
final class AuditExportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private AuditSelection selection = new AuditSelection();

  @Option(
      names = "--out",
      paramLabel = "<file>",
      description = "File to write, readable by its owner alone; else standard output.")
  private @Nullable Path out;

  @Option(
      names = "--reveal",
      description = {
        "Opens personal fields: each line is {\"record\": …, \"personal\": …} with the record as",
        "stored and the fields beside it."
      })
  private boolean reveal;

  AuditExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Terminal terminal = Gatehouse.errorTerminal(spec.commandLine());
    try (AuditArchive archive =
        AuditArchive.open(
            selection.surroundings(surroundings), selection.home(surroundings), terminal)) {
      List<NamedLog> logs = archive.logs(selection.realm(), selection.tenant());
      AuditExport export = new AuditExport(archive.reader(), reveal);
      long records = out == null ? toStandardOutput(export, logs) : toFile(export, logs, out);
      terminal.print("%d records of %d logs".formatted(records, logs.size()));
    }
    return ExitCode.DONE.number();
  }

  private static long toStandardOutput(AuditExport export, List<NamedLog> logs) throws IOException {
    // Not through a writer of characters: these bytes are what signatures will cover.
    OutputStream stream = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    long records = export.write(logs, stream);
    stream.flush();
    return records;
  }

  private static long toFile(AuditExport export, List<NamedLog> logs, Path file)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    PrivateFiles.write(fresh, "");
    long records;
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(fresh))) {
      records = export.write(logs, stream);
    } catch (IOException e) {
      throw PrivateFiles.unusable(target, e);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return records;
  }
}
