package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.gatehouse.testkit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every statement is written in the source, whole: what comes from outside is a parameter. */
class SqlSourceTest {
  private static final Path SOURCES = Path.of("src/main/java");

  private static final Set<String> TAKE_SQL =
      Set.of(
          "createQuery",
          "createUpdate",
          "createCall",
          "createScript",
          "createBatch",
          "prepareBatch",
          "prepareStatement",
          "prepareCall",
          "execute",
          "executeQuery",
          "executeUpdate",
          "addBatch",
          "select");

  /**
   * Not asked: what {@code init} runs as the superuser, for which the database quotes; what hands
   * on the text of an {@link dev.gatehouse.server.storage.Sql}, which is asked where it is made;
   * and expiry, whose rules are constants of its own.
   */
  private static final Set<String> EXEMPT = Set.of("DatabaseRoles", "Statements", "Sql", "Expiry");

  @Test
  @Requirement("MON-12.3")
  void statements_areConstants() throws IOException {
    List<Statement> statements = statements(SOURCES);
    assertThat(statements).hasSizeGreaterThan(60);
    assertThat(statements).allMatch(Statement::constant);
  }

  @Test
  void checker_seesWhatIsNoConstant() throws IOException {
    Path folder = Files.createTempDirectory("sources");
    Files.writeString(
        folder.resolve("BadStore.java"),
        """
        final class BadStore {
          private static final String GOOD = "SELECT 1 " + "WHERE true";
          private static final String READ = GOOD + System.getenv("X");
          void a(H h, String name) { h.createQuery("SELECT " + name); }
          void b(H h) { h.createQuery(GOOD); }
          void c(H h) { h.createUpdate(READ); }
          void d(H h, String name) { run(h, "x = 1"); run(h, name); }
          private void run(H h, String assignment) { h.createUpdate("UPDATE t SET " + assignment); }
          void e(H h) { only(h, "x = 1"); }
          private void only(H h, String assignment) { h.createUpdate("UPDATE t SET " + assignment); }
          void f(H h, String name) { h.execute("SELECT %s".formatted(name)); }
        }
        """);
    assertThat(statements(folder).stream().map(Statement::constant))
        .containsExactly(false, true, false, false, true, false);
  }

  /** A place where SQL is handed to the database. */
  private record Statement(String place, boolean constant) {}

  private static List<Statement> statements(Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Statement> found = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(folder)) {
      List<Path> stores = sources.filter(SqlSourceTest::holdsSql).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(stores));
      for (CompilationUnitTree unit : task.parse()) {
        found.addAll(new Unit(unit).statements());
      }
    }
    return found;
  }

  /** The rooms that may hold SQL; {@link ArchitectureTest} keeps it out of all others. */
  private static boolean holdsSql(Path source) {
    String name = source.getFileName().toString();
    return name.endsWith("Store.java")
        || name.equals("Readiness.java")
        || (source.toString().contains("/server/storage/") && name.endsWith(".java"));
  }

  /** One source file, and what in it is constant. */
  private static final class Unit {
    private final CompilationUnitTree unit;
    private final Set<String> constants = new HashSet<>();
    private final List<MethodInvocationTree> calls = new ArrayList<>();
    private final List<MethodTree> methods = new ArrayList<>();

    Unit(CompilationUnitTree unit) {
      this.unit = unit;
      collect();
    }

    private void collect() {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitVariable(VariableTree variable, Void none) {
          Set<Modifier> flags = variable.getModifiers().getFlags();
          if (variable.getInitializer() != null) {
            boolean constant = isConstant(variable.getInitializer(), null);
            boolean local = flags.isEmpty();
            if (constant && (local || flags.containsAll(Set.of(Modifier.STATIC, Modifier.FINAL)))) {
              constants.add(variable.getName().toString());
            }
          }
          return super.visitVariable(variable, null);
        }

        @Override
        public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void none) {
          if (loop.getExpression() instanceof MethodInvocationTree list
              && name(list).equals("of")
              && list.getArguments().stream().allMatch(item -> isConstant(item, null))) {
            constants.add(loop.getVariable().getName().toString());
          }
          return super.visitEnhancedForLoop(loop, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
          calls.add(call);
          return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
          methods.add(method);
          return super.visitMethod(method, null);
        }
      }.scan(unit, null);
    }

    List<Statement> statements() {
      List<Statement> found = new ArrayList<>();
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree named && !EXEMPT.contains(named.getSimpleName().toString())) {
          methods.forEach(method -> collect(named, method, found));
          calls.stream()
              .filter(call -> call.getMethodSelect().toString().equals("Sql.of"))
              .map(call -> call.getArguments().getFirst())
              .map(sql -> new Statement(named.getSimpleName() + ": " + sql, isConstant(sql, null)))
              .forEach(found::add);
        }
      }
      return found;
    }

    private void collect(ClassTree type, MethodTree method, List<Statement> found) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
          if (TAKE_SQL.contains(name(call)) && !call.getArguments().isEmpty()) {
            ExpressionTree sql = call.getArguments().getFirst();
            found.add(
                new Statement(
                    type.getSimpleName() + "." + method.getName() + ": " + sql,
                    isConstant(sql, method)));
          }
          return super.visitMethodInvocation(call, null);
        }
      }.scan(method, null);
    }

    private boolean isConstant(Tree tree, @Nullable MethodTree within) {
      return switch (tree) {
        case LiteralTree _ -> true;
        case ParenthesizedTree inner -> isConstant(inner.getExpression(), within);
        case ConditionalExpressionTree either ->
            isConstant(either.getTrueExpression(), within)
                && isConstant(either.getFalseExpression(), within);
        case BinaryTree both ->
            isConstant(both.getLeftOperand(), within) && isConstant(both.getRightOperand(), within);
        case IdentifierTree name ->
            constants.contains(name.getName().toString())
                || (within != null && isConstantParameter(name.getName().toString(), within));
        // a constant of another store is asked there
        case MemberSelectTree of ->
            constants.contains(of.getIdentifier().toString())
                || of.toString().matches("[A-Za-z]+Store\\.[A-Z_]+");
        case MethodInvocationTree call -> isConstantFormat(call, within);
        default -> false;
      };
    }

    /** {@code "…".formatted(…)} of constants alone. */
    private boolean isConstantFormat(MethodInvocationTree call, @Nullable MethodTree within) {
      return name(call).equals("formatted")
          && call.getMethodSelect() instanceof MemberSelectTree format
          && isConstant(format.getExpression(), within)
          && call.getArguments().stream().allMatch(item -> isConstant(item, within));
    }

    /** A parameter of a private method that every call hands a constant. */
    private boolean isConstantParameter(String parameter, MethodTree method) {
      List<String> names =
          method.getParameters().stream().map(variable -> variable.getName().toString()).toList();
      int place = names.indexOf(parameter);
      List<MethodInvocationTree> callers =
          calls.stream().filter(call -> name(call).equals(method.getName().toString())).toList();
      return place >= 0
          && method.getModifiers().getFlags().contains(Modifier.PRIVATE)
          && !callers.isEmpty()
          && callers.stream()
              .filter(call -> call.getArguments().size() == names.size())
              .allMatch(call -> isConstant(call.getArguments().get(place), null));
    }

    private static String name(MethodInvocationTree call) {
      return switch (call.getMethodSelect()) {
        case MemberSelectTree select -> select.getIdentifier().toString();
        case IdentifierTree identifier -> identifier.getName().toString();
        default -> "";
      };
    }
  }
}
