package dev.gatehouse.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.GoldenFile;
import dev.gatehouse.server.oauth.authorize.AccountChoiceEndpoint;
import dev.gatehouse.server.oauth.authorize.AuthorizeEndpoint;
import dev.gatehouse.server.oauth.authorize.ResumeEndpoint;
import dev.gatehouse.server.oauth.authorize.SwitchEndpoint;
import dev.gatehouse.server.oauth.consent.ConsentEndpoint;
import dev.gatehouse.server.oauth.introspect.IntrospectionEndpoint;
import dev.gatehouse.server.oauth.introspect.RevocationEndpoint;
import dev.gatehouse.server.oauth.push.PushEndpoint;
import dev.gatehouse.server.oauth.rule.AuthorizationRule;
import dev.gatehouse.server.oauth.token.AuthorizationCodeGrant;
import dev.gatehouse.server.oauth.token.ClientCredentialsGrant;
import dev.gatehouse.server.oauth.token.RefreshTokenGrant;
import dev.gatehouse.server.oauth.token.TokenEndpoint;
import dev.gatehouse.server.oauth.userinfo.UserInfoEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/oauth-checks.md}: which endpoint checks what, in which order. Read from the compiled
 * code, so a check that is left out, added or moved shows there; the words are the code's own.
 */
class ChecksTableTest {
  private static final String ROOT = "dev/gatehouse/server/";
  private static final String SESSION = ROOT + "session/SessionGate#protect";
  private static final String RULE = ROOT + "oauth/rule/AuthorizationRule#check";

  /** Registration answers by itself and has no column. */
  private static final Pattern CHECK =
      Pattern.compile(ROOT + "oauth/(?!registration/)\\w+/Check\\w+");

  /** Checks that are methods of something larger; every class {@code Check…} is one by itself. */
  private static final Set<String> STEPS =
      Set.of(
          SESSION,
          ROOT + "principal/ServiceAccountStore#find",
          ROOT + "client/ClientAuthenticator#authenticate",
          ROOT + "client/ClientAuthenticator#authenticateConfidential",
          ROOT + "client/VerifiedRedirectUri#of",
          ROOT + "login/Journeys#finish",
          ROOT + "login/Journeys#open",
          ROOT + "oauth/bearer/AccessTokens#verify",
          ROOT + "oauth/grant/Audiences#of",
          ROOT + "oauth/bearer/BearerToken#of",
          ROOT + "oauth/bearer/LiveTokens#isAlive",
          ROOT + "oauth/bearer/LiveTokens#require",
          ROOT + "oauth/code/CodeStore#redeem",
          ROOT + "oauth/consent/Consents#isNeeded",
          ROOT + "oauth/bearer/DpopBinding#atResource",
          ROOT + "oauth/bearer/DpopBinding#atTokenEndpoint",
          ROOT + "oauth/bearer/DpopBinding#proved",
          ROOT + "oauth/introspect/MayIntrospect#check",
          ROOT + "oauth/family/PresentedRefreshTokens#find",
          ROOT + "oauth/posted/PostedRequests#take",
          ROOT + "oauth/push/PushedRequests#take",
          ROOT + "oauth/family/RefreshTokens#rotate",
          ROOT + "oauth/request/SignInDemand#isMet",
          ROOT + "oauth/family/StandingStore#behind",
          ROOT + "oauth/family/StandingStore#find",
          ROOT + "oauth/hint/IdTokenHints#read",
          ROOT + "session/SessionGate#isStill");

  /** A column: where it begins, and what it does not come through. */
  private record Endpoint(String name, Class<?> handler, Set<Class<?>> not) {
    Endpoint(String name, Class<?> handler, Class<?>... not) {
      this(name, handler, Set.of(not));
    }
  }

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          new Endpoint("`authorize`", AuthorizeEndpoint.class),
          new Endpoint("`authorize/resume`", ResumeEndpoint.class),
          new Endpoint("`authorize/account`", AccountChoiceEndpoint.class),
          new Endpoint("`authorize/switch`", SwitchEndpoint.class),
          new Endpoint("`consent`", ConsentEndpoint.class),
          new Endpoint("`par`", PushEndpoint.class),
          new Endpoint(
              "`token`, code",
              TokenEndpoint.class,
              RefreshTokenGrant.class,
              ClientCredentialsGrant.class),
          new Endpoint(
              "`token`, refresh",
              TokenEndpoint.class,
              AuthorizationCodeGrant.class,
              ClientCredentialsGrant.class),
          new Endpoint(
              "`token`, machine",
              TokenEndpoint.class,
              AuthorizationCodeGrant.class,
              RefreshTokenGrant.class),
          new Endpoint("`userinfo`", UserInfoEndpoint.class),
          new Endpoint("`introspect`", IntrospectionEndpoint.class),
          new Endpoint("`revoke`", RevocationEndpoint.class));

  private final Map<String, ClassModel> classes = new HashMap<>();

  @Test
  void table_isWhatTheCodeDoes() throws IOException {
    Map<Endpoint, List<String>> steps = new LinkedHashMap<>();
    for (Endpoint endpoint : ENDPOINTS) {
      steps.put(endpoint, steps(endpoint));
    }
    assertThat(steps.values()).allSatisfy(each -> assertThat(each).hasSizeGreaterThan(2));
    GoldenFile.check("docs/oauth-checks.md", table(steps));
  }

  @Test
  void everyCheck_isSomewhereInTheTable() throws IOException {
    Set<String> used = new HashSet<>();
    for (Endpoint endpoint : ENDPOINTS) {
      used.addAll(steps(endpoint));
    }
    Path rooms = source(ROOT + "oauth/OpenIdProvider").resolveSibling("");
    try (var files = Files.walk(rooms)) {
      List<String> checks =
          files
              .map(file -> ROOT + "oauth/" + rooms.relativize(file))
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.replace(".java", ""))
              .filter(ChecksTableTest::isCheck)
              .toList();
      assertThat(used).containsAll(checks).containsAll(STEPS);
    }
  }

  private List<String> steps(Endpoint endpoint) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    String owner = endpoint.handler().getName().replace('.', '/');
    for (Class<?> handler : endpoint.handler().getInterfaces()) {
      if (handler.getName().endsWith("SessionGate$Handler")) {
        found.add(SESSION);
      }
    }
    Set<String> not =
        endpoint.not().stream()
            .map(type -> type.getName().replace('.', '/'))
            .collect(Collectors.toSet());
    walk(owner, "handle", Optional.empty(), not, found, new HashSet<>());
    return List.copyOf(found);
  }

  /** In the order of the code; what is made into a lambda counts where it is made. */
  private void walk(
      String owner,
      String name,
      Optional<String> descriptor,
      Set<String> not,
      Set<String> found,
      Set<String> seen)
      throws IOException {
    if (!seen.add(owner + "#" + name + descriptor.orElse("")) || not.contains(owner)) {
      return;
    }
    for (MethodModel method : model(owner).methods()) {
      boolean same =
          method.methodName().equalsString(name)
              && descriptor.filter(it -> !method.methodType().equalsString(it)).isEmpty();
      if (same && method.code().isPresent()) {
        for (CodeElement element : method.code().get()) {
          for (Target target : targets(element)) {
            visit(target, not, found, seen);
          }
        }
      }
    }
  }

  private record Target(String owner, String name, String descriptor) {}

  private static List<Target> targets(CodeElement element) {
    return switch (element) {
      case InvokeInstruction call ->
          List.of(
              new Target(
                  call.owner().asInternalName(),
                  call.name().stringValue(),
                  call.type().stringValue()));
      case InvokeDynamicInstruction lambda ->
          lambda.bootstrapArgs().stream()
              .filter(DirectMethodHandleDesc.class::isInstance)
              .map(DirectMethodHandleDesc.class::cast)
              .map(ChecksTableTest::target)
              .toList();
      default -> List.of();
    };
  }

  private static Target target(DirectMethodHandleDesc handle) {
    String owner = handle.owner().descriptorString();
    return new Target(
        owner.substring(1, owner.length() - 1), handle.methodName(), handle.lookupDescriptor());
  }

  private void visit(Target target, Set<String> not, Set<String> found, Set<String> seen)
      throws IOException {
    String key = target.owner() + "#" + target.name();
    if (key.equals(RULE)) {
      for (AuthorizationRule rule : AuthorizationRule.ALL) {
        found.add(rule.getClass().getName().replace('.', '/'));
      }
    } else if (STEPS.contains(key)) {
      found.add(key);
    } else if (isCheck(target.owner())) {
      found.add(target.owner());
    } else if (target.owner().startsWith(ROOT + "oauth/")) {
      walk(target.owner(), target.name(), Optional.of(target.descriptor()), not, found, seen);
    }
  }

  private static boolean isCheck(String owner) {
    return CHECK.matcher(owner).matches();
  }

  private ClassModel model(String owner) throws IOException {
    ClassModel known = classes.get(owner);
    if (known != null) {
      return known;
    }
    try (InputStream in =
        Objects.requireNonNull(
            AuthorizeEndpoint.class.getResourceAsStream("/" + owner + ".class"), owner)) {
      ClassModel read = ClassFile.of().parse(in.readAllBytes());
      classes.put(owner, read);
      return read;
    }
  }

  private static String table(Map<Endpoint, List<String>> steps) throws IOException {
    Set<String> rows = new LinkedHashSet<>();
    steps.values().forEach(rows::addAll);
    StringBuilder text =
        new StringBuilder(
            """
            # Which endpoint checks what

            Read from the compiled code by `ChecksTableTest`, never edited by hand. A number is the place of the check
            among those of its endpoint. What a refusal answers is in [errors.md](errors.md); the limits that every
            request meets before (size, encoding, repeated parameters, host) are in [architecture.md](architecture.md).

            | check |\
            """);
    steps.keySet().forEach(endpoint -> text.append(' ').append(endpoint.name()).append(" |"));
    text.append("\n|---|").append("---|".repeat(steps.size())).append('\n');
    for (String row : rows) {
      text.append("| ").append(words(row)).append(" |");
      for (List<String> column : steps.values()) {
        int place = column.indexOf(row);
        text.append(place < 0 ? " |" : " " + (place + 1) + " |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Its name and its sentence, as the source has it. */
  private static String words(String step) throws IOException {
    String[] parts = step.split("#", -1);
    String source = Files.readString(source(parts[0]));
    String type = parts[0].substring(parts[0].lastIndexOf('/') + 1);
    Pattern declaration =
        parts.length == 1
            ? Pattern.compile("\n(public )?(final )?class " + type + "\\b")
            : Pattern.compile("\n {2}[A-Za-z][^\n;={}]*\\b" + parts[1] + "\\(");
    String name = parts.length == 1 ? type : type + "." + parts[1];
    return "**" + name + "**: " + sentence(source, declaration, step);
  }

  private static String sentence(String source, Pattern declaration, String step) {
    Matcher found = declaration.matcher(source);
    while (found.find()) {
      String before = source.substring(0, found.start()).stripTrailing();
      if (before.endsWith("*/")) {
        String comment = before.substring(before.lastIndexOf("/**") + 3, before.length() - 2);
        String words =
            comment
                .replaceAll("\n\\s*\\*", "\n")
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link #?(?:[^} ]* )?([^}]*)}", "$1")
                .strip();
        return words.split("(?<=\\.) (?=[A-Z<@])|(?<=\\.) ?$", 2)[0].replace("|", "\\|");
      }
    }
    throw new AssertionError("no words in the source for " + step);
  }

  private static Path source(String owner) {
    return Path.of(System.getProperty("gatehouse.root", ".."))
        .resolve("gatehouse-server/src/main/java")
        .resolve(owner + ".java");
  }
}
