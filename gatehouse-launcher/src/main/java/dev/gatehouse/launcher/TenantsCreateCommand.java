package dev.gatehouse.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse tenants create}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Opens an organisation and mails its first owner a link with which they join.")
final class TenantsCreateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<realm>", description = "The realm.")
  private String realm = "";

  @Parameters(index = "1", paramLabel = "<name>", description = "What people call it.")
  private String name = "";

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "<address>",
      description = "The e-mail address of its first owner.")
  private String owner = "";

  TenantsCreateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    JsonNode tenant =
        AdminCalls.of(surroundings)
            .post("/tenants/create", Map.of("realm", realm, "name", name, "owner", owner));
    terminal.print(TenantLine.of(tenant));
    terminal.good("opened; an invitation is on its way to " + owner);
    return ExitCode.DONE.number();
  }
}
