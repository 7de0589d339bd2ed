package dev.gatehouse.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse tenants list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the organisations of a realm that are not erased.")
final class TenantsListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<realm>", description = "The realm.")
  private String realm = "";

  TenantsListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    JsonNode tenants =
        AdminCalls.of(surroundings).post("/tenants/list", Map.of("realm", realm)).path("tenants");
    terminal.heading(TenantLine.heading());
    tenants.forEach(tenant -> terminal.print(TenantLine.of(tenant)));
    return ExitCode.DONE.number();
  }
}
