package dev.gatehouse.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts everything fresh in var/demo, on this machine only, with people and random"
          + " passwords, and plays the story: each step with its result, then what the other"
          + " realms promise their applications, and what keeps these from losing it.",
      "Stays up until Ctrl-C, so that you can try it in a browser."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int USUAL_PORT = 8090;
  private static final int USUAL_MAIL_PORT = 8091;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--once", description = "Ends after the story, with its status.")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "<port>",
      description = "Port of the server; else " + USUAL_PORT + ", or a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--mail-port",
      paramLabel = "<port>",
      description = "Port of the mailbox page; else " + USUAL_MAIL_PORT + ", or a free one.")
  private @Nullable Integer mailPort;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    Surroundings ours = surroundings.ofDemo();
    Home home = ours.demoHome();
    ListenAddress listen = new ListenAddress(LOOPBACK, choose(port, USUAL_PORT));
    listen.requireFree();
    try (HomeLock _ = lock(home);
        DemoHouse house =
            DemoHouse.open(ours, home, listen, choose(mailPort, USUAL_MAIL_PORT), terminal)) {
      boolean told = tell(house, ours, terminal);
      if (!once) {
        terminal.print("");
        terminal.print("Ctrl-C ends it.");
        new CountDownLatch(1).await();
      }
      return (told ? ExitCode.DONE : ExitCode.FAILED).number();
    }
  }

  private static HomeLock lock(Home home) {
    try {
      return HomeLock.take(home);
    } catch (CommandFailure taken) {
      Optional<RunningServer> running = RunningServer.in(home.processFile());
      throw running
          .map(server ->
              new CommandFailure(
                  ExitCode.TAKEN,
                  "the demo runs already at " + server.address() + "; Ctrl-C there ends it",
                  taken))
          .orElse(taken);
    }
  }

  private static boolean tell(DemoHouse house, Surroundings ours, Terminal terminal) {
    List<DemoPerson> cast = DemoPerson.cast();
    terminal.print("");
    RealmTour tour = new RealmTour(house);
    boolean told =
        new Story(house, ours, cast).tell(terminal)
            && tour.tell(terminal)
            && new Safeguards(house, cast.get(1)).tell(terminal);
    terminal.print("");
    terminal.heading("Try it");
    terminal.print(
        "  sign in    " + house.address() + "/r/monitrax/sign-in, and so for each realm");
    terminal.print("  mailbox    " + house.mailbox().address());
    for (DemoPerson person : Stream.concat(cast.stream(), tour.people().stream()).toList()) {
      terminal.print(
          "  %-30s %s   %s".formatted(person.email(), person.password(), person.organisation()));
    }
    terminal.aside("  ./gatehouse audit tail --demo -f   shows what is recorded");
    return told;
  }

  /** The port asked for, else the usual one, else any: the demo should not fail for a port. */
  private static int choose(@Nullable Integer asked, int usual) {
    if (asked != null) {
      return asked;
    }
    return isFree(usual) ? usual : anyFree();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.TAKEN, "no port is free: " + e.getMessage(), e);
    }
  }
}
