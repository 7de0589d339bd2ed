package dev.gatehouse.server.page;

import dev.gatehouse.server.page.brand.Branding;
import dev.gatehouse.server.page.brand.Colour;
import dev.gatehouse.server.page.form.FormErrors;
import dev.gatehouse.server.page.form.FormProblem;
import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.SignedInPerson;
import dev.gatehouse.server.page.text.Messages;
import dev.gatehouse.server.page.view.AccountChoiceView;
import dev.gatehouse.server.page.view.ChangeEmailView;
import dev.gatehouse.server.page.view.ChangePasswordView;
import dev.gatehouse.server.page.view.CheckMailView;
import dev.gatehouse.server.page.view.ConsentView;
import dev.gatehouse.server.page.view.DoneView;
import dev.gatehouse.server.page.view.EmailConfirmView;
import dev.gatehouse.server.page.view.EmailUndoView;
import dev.gatehouse.server.page.view.ErrorView;
import dev.gatehouse.server.page.view.ForgotView;
import dev.gatehouse.server.page.view.FormPostView;
import dev.gatehouse.server.page.view.InvitationView;
import dev.gatehouse.server.page.view.LogoutView;
import dev.gatehouse.server.page.view.Page;
import dev.gatehouse.server.page.view.RegisterView;
import dev.gatehouse.server.page.view.ResendView;
import dev.gatehouse.server.page.view.ResetView;
import dev.gatehouse.server.page.view.SetUpView;
import dev.gatehouse.server.page.view.SignInView;
import dev.gatehouse.server.page.view.SignOutView;
import dev.gatehouse.server.page.view.VerifyView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Every page in every state, filled with believable values or with those of an attacker. */
public final class SamplePages {
  /** A realm with a logo. */
  public static final Branding MONITRAX =
      new Branding(
          "monitrax",
          "Monitrax",
          "/assets/realms/monitrax.svg",
          Colour.parse("#0b6b5d"),
          Colour.parse("#5ccfb6"));

  /** A realm without one, and with colours that need moving. */
  public static final Branding PLAIN =
      new Branding("sunny", "Sunny", null, Colour.parse("#ffd23f"), Colour.parse("#7a1f3d"));

  static final Instant NOW = Instant.parse("2026-11-22T14:03:00Z");

  private static final int LENGTH = 15;

  /** Values a stranger controls. */
  record Person(String name, String email, String organisation, String application) {
    static final Person ANNA =
        new Person(
            "Anna Berger", "anna.berger@example.com", "Berger household", "Household Budget");
    static final Person LONG =
        new Person(
            "Maximiliane-Alexandra von Hohenstein-Lichtenberg",
            "maximiliane-alexandra.von.hohenstein-lichtenberg@vermoegensverwaltung.example.com",
            "Vermögensverwaltungsgesellschaft Hohenstein-Lichtenberg & Partner",
            "Persönliche Steuererklärungsvorbereitung");
    static final Person HOSTILE =
        new Person(
            "\"><script>alert(1)</script>\u202Egnp",
            "'onfocus='alert(1)'@example.com\u202E",
            "</title><img src=x onerror=alert(1)>\u2066",
            "<b>Bank</b>\u0007{product}");
  }

  private final Person person;
  private final PageFrame frame;
  private final Map<String, Page> pages = new LinkedHashMap<>();

  private SamplePages(Branding branding, Messages messages, Person person) {
    this.person = person;
    this.frame = PageFrame.of(branding, messages, "csrf-token");
  }

  static Map<String, Page> of(Branding branding, Messages messages, Person person) {
    SamplePages samples = new SamplePages(branding, messages, person);
    samples.signIn();
    samples.signUp();
    samples.verify();
    samples.password();
    samples.consent();
    samples.pages.putAll(
        new SampleAccounts(person, samples.frame, samples.signedInPerson()).pages());
    samples.email();
    samples.ends();
    return samples.pages;
  }

  private void signIn() {
    pages.put("sign-in", signIn(frame, "", "", FormErrors.none()));
    pages.put(
        "sign-in-application",
        signIn(
            frame.askedBy(person.application()),
            person.email(),
            person.organisation(),
            FormErrors.none()));
    pages.put(
        "sign-in-failed",
        signIn(frame, person.email(), "", FormErrors.of(FormProblem.SIGN_IN_FAILED)));
    pages.put(
        "sign-in-empty",
        signIn(
            frame,
            "",
            "",
            FormErrors.of("email", FormProblem.EMAIL_MISSING)
                .with("password", FormProblem.PASSWORD_MISSING)));
    PageFrame signedIn = frame.in(person.organisation()).signedIn(signedInPerson());
    pages.put(
        "logout",
        new LogoutView(
            signedIn.askedBy("Ledger"),
            "/r/x/oauth2/logout/confirm",
            Map.of("client_id", "ledger"),
            "/r/x/account"));
    pages.put("sign-out", new SignOutView(signedIn, "/r/x/sign-out", null, "/r/x/account"));
  }

  private SignInView signIn(PageFrame in, String email, String organisation, FormErrors errors) {
    return new SignInView(
        in,
        "/r/x/sign-in",
        "journey-id",
        email,
        organisation,
        errors,
        "/r/x/register",
        "/r/x/forgot",
        "/r/x/resend");
  }

  private void signUp() {
    pages.put("register", register("", "", "", FormErrors.none()));
    FormErrors errors =
        FormErrors.of("name", FormProblem.NAME_MISSING)
            .with("email", FormProblem.EMAIL_INVALID)
            .with("password", FormProblem.PASSWORD_TOO_SHORT, Map.of("min", LENGTH));
    pages.put(
        "register-errors", register(person.name(), person.email(), person.organisation(), errors));
    for (CheckMailView.Kind kind : CheckMailView.Kind.values()) {
      pages.put(
          "check-mail-" + name(kind),
          new CheckMailView(
              frame,
              kind,
              person.email(),
              Duration.ofHours(24),
              kind == CheckMailView.Kind.EMAIL_CHANGE ? null : "/r/x/resend",
              "/r/x/sign-in"));
    }
    pages.put(
        "resend",
        new ResendView(frame, "/r/x/resend", null, "", FormErrors.none(), "/r/x/sign-in"));
    pages.put("set-up", setUp(FormErrors.none()));
    pages.put("set-up-errors", setUp(FormErrors.of("password", FormProblem.PASSWORD_COMMON)));
  }

  private RegisterView register(String name, String email, String organisation, FormErrors errors) {
    return new RegisterView(
        frame, "/r/x/register", null, name, email, organisation, LENGTH, errors, "/r/x/sign-in");
  }

  private SetUpView setUp(FormErrors errors) {
    PageFrame operators = PageFrame.of(Branding.gatehouse(), frame.messages(), "csrf-token");
    return new SetUpView(
        operators, "/r/operators/set-up", "token", person.name(), person.email(), LENGTH, errors);
  }

  private void verify() {
    pages.put("verify-same-browser", verify(true, FormErrors.none()));
    pages.put("verify-other-browser", verify(false, FormErrors.none()));
    pages.put(
        "verify-wrong-password",
        verify(false, FormErrors.of("password", FormProblem.PASSWORD_WRONG)));
  }

  private VerifyView verify(boolean sameBrowser, FormErrors errors) {
    return new VerifyView(
        frame,
        "/r/x/verify",
        null,
        "token",
        person.email(),
        sameBrowser,
        errors,
        sameBrowser ? null : "/r/x/verify/discard");
  }

  private void password() {
    PageFrame in = frame.in(person.organisation());
    pages.put(
        "forgot",
        new ForgotView(frame, "/r/x/forgot", null, "", FormErrors.none(), "/r/x/sign-in"));
    pages.put(
        "forgot-errors",
        new ForgotView(
            frame,
            "/r/x/forgot",
            "journey-id",
            person.email(),
            FormErrors.of("email", FormProblem.EMAIL_INVALID),
            "/r/x/sign-in"));
    pages.put(
        "reset",
        new ResetView(in, "/r/x/reset", null, "token", person.email(), LENGTH, FormErrors.none()));
    pages.put(
        "reset-without-organisation",
        new ResetView(
            frame,
            "/r/x/reset",
            null,
            "token",
            person.email(),
            LENGTH,
            FormErrors.of("new_password", FormProblem.PASSWORD_COMMON)));
    pages.put(
        "invitation",
        new InvitationView(
            in, "/r/x/invitation", "token", person.email(), "", LENGTH, FormErrors.none()));
    pages.put(
        "invitation-errors",
        new InvitationView(
            in,
            "/r/x/invitation",
            "token",
            person.email(),
            person.name(),
            LENGTH,
            FormErrors.of("name", FormProblem.NAME_MISSING)
                .with("password", FormProblem.PASSWORD_COMMON)));
    pages.put("change-password", changePassword(in, FormErrors.none()));
    FormErrors errors =
        FormErrors.of("password", FormProblem.PASSWORD_WRONG)
            .with("new_password", FormProblem.PASSWORD_OBVIOUS);
    pages.put("change-password-errors", changePassword(in, errors));
  }

  private ChangePasswordView changePassword(PageFrame in, FormErrors errors) {
    return new ChangePasswordView(
        in.signedIn(signedInPerson()),
        "/r/x/account/password",
        person.email(),
        LENGTH,
        errors,
        "/r/x/account");
  }

  private void consent() {
    PageFrame in =
        frame.in(person.organisation()).signedIn(signedInPerson()).askedBy(person.application());
    pages.put(
        "consent",
        new ConsentView(
            in,
            "/r/x/consent",
            "journey-id",
            null,
            SampleAccounts.scopes(person),
            "budget.example.com",
            "/r/x/sign-in?switch=1"));
    pages.put(
        "account-choice",
        new AccountChoiceView(
            in, "/r/x/oauth2/authorize/account", "journey-id", "/r/x/oauth2/authorize/switch"));
    pages.put(
        "form-post",
        new FormPostView(
            frame.askedBy(person.application()),
            "https://budget.example.com/callback",
            Map.of("code", "ghc_1", "state", person.name())));
  }

  private void email() {
    PageFrame in = frame.in(person.organisation());
    pages.put("change-email", changeEmail(in, "", FormErrors.none()));
    pages.put(
        "change-email-errors",
        changeEmail(in, person.email(), FormErrors.of("email", FormProblem.EMAIL_UNCHANGED)));
    String fresh = "anna@new.example.com";
    pages.put(
        "email-confirm",
        new EmailConfirmView(in, "/r/x/email/confirm", "token", person.email(), fresh));
    pages.put(
        "email-undo", new EmailUndoView(in, "/r/x/email/undo", "token", person.email(), fresh));
  }

  private ChangeEmailView changeEmail(PageFrame in, String email, FormErrors errors) {
    return new ChangeEmailView(
        in.signedIn(signedInPerson()),
        "/r/x/account/email",
        person.email(),
        email,
        errors,
        "/r/x/account");
  }

  private void ends() {
    for (DoneView.Kind kind : DoneView.Kind.values()) {
      pages.put("done-" + name(kind), new DoneView(frame, kind, person.email(), "/r/x/sign-in"));
    }
    for (ErrorView.Kind kind : ErrorView.Kind.values()) {
      pages.put(
          "error-" + name(kind),
          new ErrorView(frame, kind, "invalid_request", "7f3c9a2e4b1d", "/r/x/sign-in"));
    }
  }

  private SignedInPerson signedInPerson() {
    return new SignedInPerson(person.name(), person.email(), "/r/x/account", "/r/x/sign-out");
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
