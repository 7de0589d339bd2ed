package dev.gatehouse.launcher;

import dev.gatehouse.testkit.MailCatcher;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything the demo runs: a fresh database, the server as a process of its own, a mail server and
 * its page. All of it on loopback, all of it gone when closed.
 */
final class DemoHouse implements AutoCloseable {
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private final Surroundings surroundings;
  private final Home home;
  private final ListenAddress listen;
  private final MailCatcher mail;
  private final Mailbox mailbox;
  private boolean closed;

  private DemoHouse(Surroundings surroundings, Home home, ListenAddress listen, int mailPort) {
    this.surroundings = surroundings;
    this.home = home;
    this.listen = listen;
    this.mail = MailCatcher.start(0, InstantSource.system());
    endings.push(mail::close);
    try {
      this.mailbox = Mailbox.open(mail, mailPort);
    } catch (RuntimeException e) {
      mail.close();
      throw e;
    }
    endings.push(mailbox::close);
  }

  /**
   * Builds it from nothing.
   *
   * @param mailPort of the mailbox page, 0 for any free one
   */
  static DemoHouse open(
      Surroundings surroundings, Home home, ListenAddress listen, int mailPort, Terminal terminal) {
    clear(surroundings, home);
    DemoHouse house = new DemoHouse(surroundings, home, listen, mailPort);
    // Ctrl-C, at any time from here on; it waits for a start that is under way.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(house::close));
    try {
      house.start(terminal);
      return house;
    } catch (RuntimeException e) {
      house.close();
      throw e;
    }
  }

  /** Ends what a killed demo left behind, and removes its data. */
  private static void clear(Surroundings surroundings, Home home) {
    RunningServer.in(home.processFile()).ifPresent(RunningServer::stop);
    Database.deleteDemo(surroundings, home);
    for (Path folder : List.of(home.secrets(), home.migratorSecrets())) {
      // on another's server the roles outlive the database, and with them their passwords
      if (Files.exists(folder) && surroundings.databaseUrl().isEmpty()) {
        PrivateFiles.delete(folder);
      }
    }
  }

  private synchronized void start(Terminal terminal) {
    Initialisation initialisation = new Initialisation(surroundings, home);
    initialisation.prepareFolders();
    Database database = Database.open(surroundings, home, terminal::progress);
    endings.push(database::stopIfStarted);
    Installation installation = initialisation.bringForward(database, Terminal.silent());
    terminal.progress("starting the server");
    RunningServer server =
        new ServerLaunch(surroundings, home, listen).start(settings(installation));
    endings.push(server::stop);
  }

  private Map<String, String> settings(Installation installation) {
    Map<String, String> settings = new TreeMap<>(installation.settings(listen));
    settings.keySet().removeIf(name -> name.startsWith("GATEHOUSE_REALM_BASE_URL_"));
    settings.put("GATEHOUSE_BASE_URL", "http://localhost:" + listen.port());
    // The one place where realms share an origin: everything is on this machine and made up.
    settings.put("GATEHOUSE_ALLOW_SHARED_ORIGIN", "true");
    // where the demo's application is told of logouts
    settings.put("GATEHOUSE_OUTBOUND_TRUSTED_HOSTS", mail.host());
    settings.put("GATEHOUSE_SMTP_HOST", mail.host());
    settings.put("GATEHOUSE_SMTP_PORT", Integer.toString(mail.port()));
    settings.put("GATEHOUSE_SMTP_SECURITY", "none");
    return settings;
  }

  URI address() {
    return URI.create("http://localhost:" + listen.port());
  }

  MailCatcher mail() {
    return mail;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  Home home() {
    return home;
  }

  /** In the opposite order: the server before its database. Safe to call twice. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      endings.forEach(Runnable::run);
    }
  }
}
