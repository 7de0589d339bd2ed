package dev.gatehouse.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Tx;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of the house, checked. */
class ArchitectureTest {
  private static final String ROOT = "dev.gatehouse.server.";

  /** Packages in the order they may use each other: each only what stands before it. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("kernel"),
          List.of("storage"),
          List.of("crypto"),
          List.of("http"),
          List.of("templates", "page"),
          List.of("realm"),
          List.of("audit"),
          List.of("tenant"),
          List.of("principal"),
          List.of("credential"),
          List.of("notify"),
          List.of("session"),
          List.of("client"),
          List.of("access"),
          List.of("member"),
          List.of("login"),
          List.of("oauth"),
          List.of("account"),
          List.of("management"),
          List.of("admin"),
          List.of("app"));

  /**
   * The rooms of a feature, in the same order: those of a line use only those of lines before it.
   * The feature itself stands after all of them.
   */
  private static final Map<String, List<List<String>>> ROOMS =
      Map.of(
          "page",
          List.of(
              List.of("text"),
              List.of("brand"),
              List.of("form"),
              List.of("frame"),
              List.of("view"),
              List.of("mail")),
          "oauth",
          List.of(
              List.of("grant", "dpop", "hint", "keys", "posted"),
              List.of("code", "bearer"),
              List.of("family", "rule"),
              List.of("request"),
              List.of("push", "consent"),
              List.of("authorize", "token", "introspect", "userinfo"),
              List.of("discovery", "logout", "registration", "management")));

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.gatehouse.server");

  @Test
  void packages_dependOnlyOnFloorsAbove() {
    LayeredArchitecture house = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (List<String> floor : FLOORS) {
      house = house.optionalLayer(name(floor)).definedBy(packages(floor));
    }
    for (int i = 0; i < FLOORS.size() - 1; i++) {
      String[] later =
          FLOORS.subList(i + 1, FLOORS.size()).stream()
              .map(ArchitectureTest::name)
              .toArray(String[]::new);
      house = house.whereLayer(name(FLOORS.get(i))).mayOnlyBeAccessedByLayers(later);
    }
    house.whereLayer("app").mayNotBeAccessedByAnyLayer().check(SERVER);
  }

  @Test
  void rooms_dependOnlyOnRoomsAbove() {
    ROOMS.forEach((feature, lines) -> expectRooms(ROOT + feature, lines));
  }

  private static void expectRooms(String root, List<List<String>> lines) {
    for (int i = 0; i < lines.size(); i++) {
      List<String> unused = lines.subList(i, lines.size()).stream().flatMap(List::stream).toList();
      for (String room : lines.get(i)) {
        String[] walls =
            Stream.concat(
                    Stream.of(root),
                    unused.stream()
                        .filter(other -> !other.equals(room))
                        .map(other -> root + "." + other))
                .toArray(String[]::new);
        noClasses()
            .that()
            .resideInAPackage(root + "." + room)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(walls)
            .check(SERVER);
      }
    }
    assertThat(
            SERVER.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(root + "."))
                .map(name -> name.substring((root + ".").length()))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(lines.stream().flatMap(List::stream).toList());
  }

  @Test
  void everyPackage_hasItsFloor() {
    List<String> known = FLOORS.stream().flatMap(List::stream).toList();
    assertThat(
            SERVER.stream().map(c -> firstSegment(c.getPackageName().replace(ROOT, ""))).distinct())
        .allSatisfy(name -> assertThat(known).contains(name));
  }

  private static String firstSegment(String packages) {
    int dot = packages.indexOf('.');
    return dot < 0 ? packages : packages.substring(0, dot);
  }

  @Test
  void stores_takeTheirTransactionFirst() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .haveNameMatching(".*Store")
        .and()
        .areNotPrivate()
        .and()
        .areNotStatic()
        .should(takeTransactionFirst())
        .check(SERVER);
  }

  private static ArchCondition<JavaMethod> takeTransactionFirst() {
    return new ArchCondition<>("take a transaction first") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean first =
            !method.getRawParameterTypes().isEmpty()
                && method.getRawParameterTypes().getFirst().isAssignableTo(transaction());
        events.add(new SimpleConditionEvent(method, first, method.getFullName()));
      }
    };
  }

  private static DescribedPredicate<JavaClass> transaction() {
    return DescribedPredicate.describe(
        "a transaction",
        type -> type.isAssignableTo(Tx.class) || type.getSimpleName().equals("WorkerTx"));
  }

  @Test
  void sql_staysInStoresAndStorage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "storage..")
        .and(DescribedPredicate.describe("are no stores", type -> !inStore(type)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.postgresql..")
        .check(SERVER);
  }

  private static boolean inStore(JavaClass type) {
    // a server's readiness asks the database for its time
    return Stream.of("Store", "Readiness").anyMatch(topLevel(type)::endsWith);
  }

  private static String topLevel(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  @Test
  void httpServer_isKnownToHttpAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "http..", ROOT + "app..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(SERVER);
  }

  @Test
  void jose_staysInItsRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "oauth..", ROOT + "client..", ROOT + "crypto..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(SERVER);
  }

  @Test
  void cryptography_staysInCrypto() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "crypto..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.security..",
            "javax.crypto..",
            "org.bouncycastle..",
            "de.mkammerer..",
            "com.amazon.corretto..")
        .check(SERVER);
  }

  @Test
  void time_comesFromTheInjectedClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "app..", ROOT + "crypto..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .check(SERVER);
  }

  @Test
  void refusals_areAnsweredByTheErrorWriterAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "http..", ROOT + "page..", ROOT + "templates..", ROOT + "app..")
        // says to which address the error writer sends a client's browser
        .and()
        .doNotHaveSimpleName("AuthorizationAnswer")
        .should()
        .callMethod(Refusal.class, "publicMessage")
        .check(SERVER);
  }

  @Test
  void transactions_areOpenedByEndpointsJourneysAndJobs() {
    classes()
        .that(DescribedPredicate.describe("are stores", type -> topLevel(type).endsWith("Store")))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "open no transaction", type -> !type.getSimpleName().endsWith("Transactions")))
        .check(SERVER);
  }

  @Test
  void state_isNeitherStaticNorBoundToThreads() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(ROOT + "templates..")
        .should()
        .beFinal()
        .check(SERVER);
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(SERVER);
  }

  @Test
  void names_sayWhatThingsAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .check(SERVER);
  }

  @Test
  void classes_areFinal() {
    classes()
        .that(
            DescribedPredicate.describe(
                "are classes of our own",
                type ->
                    !type.isInterface()
                        && !type.isEnum()
                        && !type.isAnonymousClass()
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                        && !type.getPackageName().startsWith(ROOT + "templates")
                        && !type.getSimpleName().equals("package-info")
                        && !type.getSimpleName().isEmpty()))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(SERVER);
  }

  private static String name(List<String> floor) {
    return String.join("+", floor);
  }

  private static String[] packages(List<String> floor) {
    return floor.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
  }
}
