package dev.gatehouse.launcher;

import static dev.gatehouse.launcher.DemoRealm.text;

import dev.gatehouse.launcher.DemoRealm.Unexpected;
import dev.gatehouse.launcher.TourStop.Machine;
import dev.gatehouse.launcher.TourStop.Profile;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What the other realms promise their applications, asked for as these do: a person's tokens, and
 * those of machines before and after a tenant gives them a role.
 */
final class RealmTour {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final List<TourStop> STOPS =
      List.of(
          new TourStop(
              "stage06",
              "stage06-web",
              "projects:read audit:read",
              "https://api.stage06.example",
              "stage06-api",
              new Profile("HS256", Duration.ofMinutes(15), Duration.ofDays(7), "roles", Map.of()),
              new Machine("stage06-machine", "viewer", "projects:read")),
          new TourStop(
              "commerce",
              "commerce-web",
              "orders:read orders:write",
              "https://orders.commerce.example",
              "orders-service",
              new Profile(
                  "RS256",
                  Duration.ofMinutes(5),
                  Duration.ofHours(24),
                  "role",
                  Map.of("tenantId", "tid")),
              new Machine("orders-service", "merchant", "payments:write")),
          new TourStop(
              "helpdesk",
              "helpdesk-web",
              "tickets:read tickets:write",
              "https://api.helpdesk.example",
              "helpdesk-api",
              new Profile(
                  "ES256",
                  Duration.ofMinutes(15),
                  Duration.ofDays(7),
                  "role",
                  Map.of("organizationId", "tid")),
              new Machine("helpdesk-machine", "AGENT", "tickets:write")),
          new TourStop(
              "portal",
              "portal-web",
              "portal:read events:read",
              "https://api.portal.example",
              "portal-api",
              new Profile(
                  "EdDSA",
                  Duration.ofMinutes(5),
                  Duration.ofHours(24),
                  "roles",
                  Map.of("amo_id", "tid")),
              new Machine("portal-machine", "technician", "portal:write")));

  private final DemoHouse house;
  private final Map<TourStop, DemoPerson> people = new LinkedHashMap<>();
  private final Map<TourStop, String> tenants = new LinkedHashMap<>();

  RealmTour(DemoHouse house) {
    this.house = house;
    STOPS.forEach(stop -> people.put(stop, DemoPerson.at(stop.realm())));
  }

  /** Who signs in in these realms. */
  List<DemoPerson> people() {
    return List.copyOf(people.values());
  }

  /**
   * Plays it.
   *
   * @return whether every step went as it should
   */
  boolean tell(Terminal terminal) {
    terminal.print("");
    terminal.heading("The other realms, each with a profile of its own");
    List<StoryStep> steps = new ArrayList<>();
    people.forEach(
        (stop, person) -> steps.add(new StoryStep(stop.realm(), () -> visit(stop, person))));
    steps.add(new StoryStep("no role", this::withoutRole));
    steps.add(new StoryStep("apply", this::giveRoles));
    steps.add(new StoryStep("machines", this::withRole));
    return StoryStep.play(steps, terminal);
  }

  private String visit(TourStop stop, DemoPerson person) {
    DemoRealm realm = stop.in(house);
    try (HttpDriver browser = realm.browser()) {
      realm.register(browser, person);
      realm.verify(browser, realm.mail(person).link("/verify"));
      TourStop.Visit visit = stop.signIn(house, browser, person);
      tenants.put(stop, visit.tenant());
      return visit.proof();
    }
  }

  private String withoutRole() {
    for (TourStop stop : STOPS) {
      Page answer = ask(stop);
      if (answer.status() != 400 || answer.json().has("access_token")) {
        throw new Unexpected(stop.machine().client() + " got " + answer);
      }
    }
    return "%s ask without a role in the tenant: refused"
        .formatted(
            STOPS.stream().map(stop -> stop.machine().client()).collect(Collectors.joining(", ")));
  }

  /** As {@code apply} does: each realm's file, and a service account at its end. */
  private String giveRoles() {
    List<ApplyClient.File> files =
        STOPS.stream()
            .map(stop -> {
              String name = stop.realm() + ".yaml";
              String shipped = PrivateFiles.read(house.home().realms().resolve(name));
              return new ApplyClient.File(
                  name, shipped + "\n" + stop.machine().declaration(tenants.get(stop)));
            })
            .toList();
    ApplyClient client =
        new ApplyClient(new AdminCalls(house.home().adminSocket()), files, Set.of());
    ApplyClient.Outcome plan = client.plan();
    ApplyClient.Outcome _ = client.apply(plan.version());
    int changes = plan.realms().stream().mapToInt(realm -> realm.changes().size()).sum();
    return "%d changes in %d realm files: a service account in each"
        .formatted(changes, plan.realms().size());
  }

  private String withRole() {
    List<String> proofs = new ArrayList<>();
    for (TourStop stop : STOPS) {
      UnverifiedJwt token = UnverifiedJwt.of(text(await(stop).json(), "access_token"));
      stop.require(token, "tid", tenants.get(stop));
      stop.require(token, "scope", stop.machine().scope());
      proofs.add(
          "%s %s %s"
              .formatted(
                  stop.machine().client(), text(token.header(), "alg"), stop.machine().scope()));
    }
    return "with one: " + String.join(", ", proofs);
  }

  /** Servers follow what is applied within two seconds. */
  private Page await(TourStop stop) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Page answer = ask(stop);
    while (answer.status() != 200 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = ask(stop);
    }
    return answer.expect(200);
  }

  private Page ask(TourStop stop) {
    DemoRealm realm = stop.in(house);
    try (HttpDriver program = realm.browser()) {
      return realm.as(
          program,
          stop.machine().client(),
          "token",
          FormData.of(
              "grant_type", "client_credentials",
              "tenant", tenants.getOrDefault(stop, ""),
              "scope", stop.machine().scope()));
    }
  }
}
