package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.KillSwitchSubject.Path;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.testkit.Attack;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is switched off is off on every path: each kind that can be disabled, on each path by
 * which anything of it could come out. There are no upstream identity providers, magic links, SAML,
 * token exchange, JWT grants, device grants, API keys or event streams yet.
 */
@Tag("database")
class KillSwitchTest {
  private static final KillSwitchRealm REALM = new KillSwitchRealm();

  /** What can be switched off. */
  enum Kind {
    USER {
      @Override
      void disable(KillSwitchSubject subject) {
        takeAway(subject).principal(subject.person());
      }

      @Override
      Set<String> traces(KillSwitchSubject subject) {
        return Set.of(subject.person());
      }
    },
    SERVICE_ACCOUNT {
      @Override
      void disable(KillSwitchSubject subject) {
        takeAway(subject).principal(subject.serviceAccount());
      }

      @Override
      Set<String> traces(KillSwitchSubject subject) {
        return Set.of(subject.serviceAccount());
      }
    },
    CLIENT {
      @Override
      void disable(KillSwitchSubject subject) throws IOException {
        REALM.applyWithoutClients();
      }

      @Override
      Set<String> traces(KillSwitchSubject subject) {
        return Set.of(KillSwitchRealm.CLIENT, KillSwitchRealm.MACHINE);
      }
    },
    TENANT {
      @Override
      void disable(KillSwitchSubject subject) {
        takeAway(subject).tenant();
      }

      @Override
      Set<String> traces(KillSwitchSubject subject) {
        return Set.of(subject.tenant());
      }
    },
    ROLE_GRANT {
      @Override
      void disable(KillSwitchSubject subject) {
        for (String holder : List.of(subject.person(), subject.serviceAccount())) {
          takeAway(subject).roles(holder);
        }
      }

      @Override
      Set<String> traces(KillSwitchSubject subject) {
        return Set.of(KillSwitchRealm.ROLE_OF_PERSON, KillSwitchRealm.ROLE_OF_MACHINE);
      }
    },
    API {
      @Override
      void disable(KillSwitchSubject subject) throws IOException {
        REALM.applyWithoutApi();
      }

      @Override
      Set<String> traces(KillSwitchSubject subject) {
        return Set.of(KillSwitchRealm.AUDIENCE);
      }
    };

    abstract void disable(KillSwitchSubject subject) throws IOException;

    /** What tells that something of it came out. */
    abstract Set<String> traces(KillSwitchSubject subject);

    private static TakenAway takeAway(KillSwitchSubject subject) {
      return new TakenAway(REALM.server(), new RealmId("monitrax"), subject.tenant());
    }
  }

  /** The cells by whose path nothing of the kind comes out even while it is on. */
  private static final Map<Kind, Set<Path>> NEVER = new EnumMap<>(Kind.class);

  static {
    NEVER.put(Kind.USER, EnumSet.of(Path.CLIENT_CREDENTIALS));
    NEVER.put(
        Kind.SERVICE_ACCOUNT,
        EnumSet.complementOf(EnumSet.of(Path.CLIENT_CREDENTIALS, Path.INTROSPECTION)));
    NEVER.put(Kind.CLIENT, EnumSet.of(Path.SESSION_COOKIE));
    NEVER.put(Kind.API, EnumSet.of(Path.SESSION_COOKIE));
  }

  @BeforeAll
  static void start() throws IOException {
    REALM.start();
  }

  @AfterAll
  static void stop() {
    REALM.close();
  }

  @ParameterizedTest
  @EnumSource
  @Attack("K1")
  void disabled_onEveryPath_nothingOfItComesOut(Kind kind) throws Exception {
    KillSwitchSubject twin = KillSwitchSubject.in(REALM);
    KillSwitchSubject subject = KillSwitchSubject.in(REALM);
    SoftAssertions cells = new SoftAssertions();
    for (Path path : Path.values()) {
      boolean never = NEVER.getOrDefault(kind, Set.of()).contains(path);
      Set<String> traces = kind.traces(twin);
      cells
          .assertThat(twin.whatComesOut(path).stream().noneMatch(traces::contains))
          .as("%s on: nothing comes out by %s", kind, path)
          .isEqualTo(never);
    }
    kind.disable(subject);
    try {
      Set<String> traces = kind.traces(subject);
      for (Path path : Path.values()) {
        cells
            .assertThat(subject.whatComesOut(path))
            .as("%s off: %s", kind, path)
            .doesNotContainAnyElementsOf(traces);
      }
    } finally {
      REALM.applyWhole();
    }
    cells.assertAll();
  }

  /** Whoever adds a grant type or a way to sign in adds its path. */
  @Test
  void paths_areAllThereAre() {
    JsonNode metadata =
        REALM
            .server()
            .browser()
            .get(Visitor.REALM + "/.well-known/openid-configuration")
            .expect(200)
            .json();
    assertThat(metadata.get("grant_types_supported").values().stream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("authorization_code", "refresh_token", "client_credentials");
  }
}
