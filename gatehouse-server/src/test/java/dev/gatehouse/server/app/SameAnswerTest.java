package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever asks by address learns from the answer nothing of who has it. */
@Tag("database")
class SameAnswerTest {
  /** So many times of each standing; from a thousand on, their means are compared as well. */
  private static final int SAMPLES = Integer.getInteger("gatehouse.samples", 5);

  private static final int ENOUGH = 1000;

  @AutoClose private static final RunningServer server = RunningServer.start();

  @ParameterizedTest
  @EnumSource
  @Attack("P6")
  void forms_whoeverHasTheAddress_answerTheSameBytes(AddressForm form) {
    Map<Standing, String> answers = new EnumMap<>(Standing.class);
    for (Standing standing : Standing.values()) {
      Visitor visitor = standing.somebody(server);
      answers.put(standing, shape(form.filled(visitor, standing.password()).submit(), visitor));
    }
    String expected = answers.get(Standing.UNKNOWN);
    assertThat(expected).startsWith(form == AddressForm.SIGN_IN ? "400 " : "200 ");
    assertThat(answers).allSatisfy((standing, shape) -> assertThat(shape).isEqualTo(expected));
  }

  /** Status, all headers, length and body; what is random in each stands for its length. */
  private static String shape(Page page, Visitor visitor) {
    Map<String, List<String>> headers = new TreeMap<>(page.headers());
    headers.remove("date");
    headers.replaceAll((name, values) -> values.stream().map(SameAnswerTest::masked).toList());
    String body = masked(page.body().replace(visitor.email, "person-who-was-typed"));
    return page.status() + " " + headers + " " + page.bytes().length + "\n" + body;
  }

  private static String masked(String text) {
    StringBuilder masked = new StringBuilder();
    for (String piece : text.split("(?<=[^A-Za-z0-9_-])|(?=[^A-Za-z0-9_-])", -1)) {
      boolean random =
          piece.length() >= 20
              || (piece.length() >= 12 && piece.chars().anyMatch(Character::isDigit));
      masked.append(random ? "random" + piece.length() : piece);
    }
    return masked.toString();
  }

  @Test
  @Attack("P6")
  void verify_whoseverLinkIsDead_answersTheSameBytes() {
    Visitor asking = Visitor.unknown(server);
    asking.signUp().expect(200);
    Form live = asking.browser.get(Links.confirmation(asking)).form();
    Map<String, String> dead = new LinkedHashMap<>();
    String own = live.value("token").orElseThrow();
    dead.put("unknown", own.substring(0, own.length() - 4) + "AAAA");
    dead.put("existing", usedToken());
    dead.put("locked", lockedToken());
    dead.put("unverified", supersededToken());
    dead.put("disabled", discardedToken());
    Map<String, String> shown = new LinkedHashMap<>();
    Map<String, String> pressed = new LinkedHashMap<>();
    dead.forEach((standing, token) -> {
      URI page = URI.create(Visitor.REALM + "/verify?token=" + token);
      shown.put(standing, shape(asking.browser.get(page), asking));
      FormData form = live.data().set("token", token);
      pressed.put(standing, shape(live.with(form).submit(), asking));
    });
    for (Map<String, String> answers : List.of(shown, pressed)) {
      String expected = answers.get("unknown");
      assertThat(expected).startsWith("400 ");
      assertThat(answers).allSatisfy((standing, shape) -> assertThat(shape).isEqualTo(expected));
    }
  }

  private static String token(URI link) {
    return link.getRawQuery().substring("token=".length());
  }

  private static String usedToken() {
    Visitor visitor = Visitor.unknown(server);
    visitor.signUp().expect(200);
    String token = token(Links.confirmation(visitor));
    visitor.verify();
    return token;
  }

  private static String lockedToken() {
    Visitor visitor = Visitor.unknown(server);
    visitor.signUp().expect(200);
    String token = token(Links.confirmation(visitor));
    visitor.verify();
    Standing.lock(visitor);
    return token;
  }

  private static String supersededToken() {
    Visitor visitor = Visitor.unknown(server);
    visitor.signUp().expect(200);
    String token = token(Links.confirmation(visitor));
    server.mail().clear();
    AddressForm.RESEND.filled(visitor, "").submit().expect(200);
    Links.confirmation(visitor);
    return token;
  }

  private static String discardedToken() {
    Visitor visitor = Visitor.unknown(server);
    visitor.signUp().expect(200);
    URI link = Links.confirmation(visitor);
    visitor.elsewhere().browser.get(link).form("/verify/discard").submit().expect(200);
    return token(link);
  }

  @Test
  @Attack("P6")
  void verify_wrongPasswordOrLocked_answersTheSameBytes() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    Form form = ada.elsewhere().browser.get(Links.confirmation(ada)).form("/verify");
    String wrong = shape(form.submit(Map.of("password", "wrong, and wrong again")), ada);
    Standing.lock(ada);
    String locked = shape(form.submit(Map.of("password", Visitor.PASSWORD)), ada);
    assertThat(locked).isEqualTo(wrong).startsWith("400 ");
  }

  /**
   * Times in an order drawn anew each round, so that whatever else the machine does falls on all.
   */
  @ParameterizedTest
  @EnumSource
  @Attack("P6")
  void forms_whoeverHasTheAddress_takeTheSameTime(AddressForm form, TestReporter reporter) {
    SplittableRandom random = new SplittableRandom(6);
    Map<Standing, Supplier<Visitor>> people = new EnumMap<>(Standing.class);
    Map<Standing, Times> times = new EnumMap<>(Standing.class);
    for (Standing standing : Standing.values()) {
      Visitor known = standing.somebody(server);
      // whoever signed up is known from then on
      people.put(
          standing, standing == Standing.UNKNOWN ? () -> Visitor.unknown(server) : () -> known);
      times.put(standing, new Times());
    }
    for (int round = 0; round < SAMPLES; round++) {
      List<Standing> order = new ArrayList<>(List.of(Standing.values()));
      while (!order.isEmpty()) {
        Standing standing = order.remove(random.nextInt(order.size()));
        Visitor visitor = Objects.requireNonNull(people.get(standing)).get();
        forgetAsking();
        Form filled = form.filled(visitor, standing.password());
        long start = System.nanoTime();
        int status = filled.submit().status();
        Objects.requireNonNull(times.get(standing))
            .add(Duration.ofNanos(System.nanoTime() - start));
        assertThat(status).isEqualTo(form == AddressForm.SIGN_IN ? 400 : 200);
      }
    }
    Times unknown = Objects.requireNonNull(times.get(Standing.UNKNOWN));
    times.forEach((standing, each) -> {
      double t = each.welch(unknown);
      reporter.publishEntry(form + " " + standing, each + ", Welch t against UNKNOWN " + t);
      assertThat(each.count()).isEqualTo(SAMPLES);
      if (SAMPLES >= ENOUGH) {
        assertThat(Math.abs(t)).as(standing.name()).isLessThan(4.5);
      }
    });
  }

  /** The budgets begin anew; a lock stays, and the clock stands still. */
  private static void forgetAsking() {
    server.database().execute("DELETE FROM gatehouse.mail_budget");
    server.database().execute("DELETE FROM gatehouse.sign_in_counter WHERE locked_until IS NULL");
  }
}
