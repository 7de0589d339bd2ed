package dev.gatehouse.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse tenants show}, {@code suspend}, {@code resume} and {@code delete}. */
@Command(mixinStandardHelpOptions = true)
final class TenantsChangeCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final TenantChange change;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<realm>", description = "The realm.")
  private String realm = "";

  @Parameters(index = "1", paramLabel = "<tenant>", description = "Slug or id of the organisation.")
  private String tenant = "";

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  private TenantsChangeCommand(Surroundings surroundings, TenantChange change) {
    this.surroundings = surroundings;
    this.change = change;
  }

  static CommandLine commandLine(Surroundings surroundings, TenantChange change) {
    CommandLine line = new CommandLine(new TenantsChangeCommand(surroundings, change));
    line.getCommandSpec().name(change.word()).usageMessage().description(change.description());
    return line;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    AdminCalls server = AdminCalls.of(surroundings);
    Map<String, String> request = Map.of("realm", realm, "tenant", tenant);
    if (!change.question().isEmpty() && !yes) {
      terminal.print(TenantLine.of(server.post("/tenants/show", request)));
      if (!Agreement.isGiven(terminal, change.question())) {
        terminal.print("nothing is changed");
        return ExitCode.FAILED.number();
      }
    }
    terminal.print(TenantLine.of(server.post("/tenants/" + change.word(), request)));
    return ExitCode.DONE.number();
  }
}
