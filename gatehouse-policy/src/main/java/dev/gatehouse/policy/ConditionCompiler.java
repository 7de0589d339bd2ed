package dev.gatehouse.policy;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compiles conditions over one vocabulary. Each attribute is a variable of its whole path, so that
 * the checker knows its type, and a read of it is seen when it happens.
 */
final class ConditionCompiler {
  /**
   * All that conditions may call. Not among them: {@code matches}, whose cost is the pattern's;
   * {@code dyn}, which hides a type; bytes. CEL itself has no clock, randomness, I/O.
   */
  private static final List<StandardFunction> FUNCTIONS =
      List.of(
          StandardFunction.IN,
          StandardFunction.NOT_STRICTLY_FALSE,
          StandardFunction.CONDITIONAL,
          StandardFunction.LOGICAL_NOT,
          StandardFunction.LOGICAL_OR,
          StandardFunction.LOGICAL_AND,
          StandardFunction.EQUALS,
          StandardFunction.NOT_EQUALS,
          StandardFunction.ADD,
          StandardFunction.SUBTRACT,
          StandardFunction.MULTIPLY,
          StandardFunction.DIVIDE,
          StandardFunction.MODULO,
          StandardFunction.NEGATE,
          StandardFunction.INDEX,
          StandardFunction.SIZE,
          StandardFunction.INT,
          StandardFunction.DOUBLE,
          StandardFunction.STRING,
          StandardFunction.DURATION,
          StandardFunction.TIMESTAMP,
          StandardFunction.CONTAINS,
          StandardFunction.ENDS_WITH,
          StandardFunction.STARTS_WITH,
          StandardFunction.GET_FULL_YEAR,
          StandardFunction.GET_MONTH,
          StandardFunction.GET_DAY_OF_YEAR,
          StandardFunction.GET_DAY_OF_MONTH,
          StandardFunction.GET_DATE,
          StandardFunction.GET_DAY_OF_WEEK,
          StandardFunction.GET_HOURS,
          StandardFunction.GET_MINUTES,
          StandardFunction.GET_SECONDS,
          StandardFunction.GET_MILLISECONDS,
          StandardFunction.LESS,
          StandardFunction.LESS_EQUALS,
          StandardFunction.GREATER,
          StandardFunction.GREATER_EQUALS);

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(Limits.EXPRESSION)
          .maxParseRecursionDepth(Limits.DEPTH)
          .maxParseErrorRecoveryLimit(1)
          .comprehensionMaxIterations(Limits.TURNS)
          // the planned runtime insists; the checker refuses what differs in type before
          .enableHeterogeneousNumericComparisons(true)
          .build();

  /** One for all: it holds the functions, not the conditions. */
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final Vocabulary vocabulary;
  private final CelCompiler compiler;
  private final Map<String, Attribute> attributes = new HashMap<>();

  ConditionCompiler(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder().includeFunctions(FUNCTIONS).build())
            .setStandardMacros(
                CelStandardMacro.ALL,
                CelStandardMacro.EXISTS,
                CelStandardMacro.EXISTS_ONE,
                CelStandardMacro.MAP,
                CelStandardMacro.MAP_FILTER,
                CelStandardMacro.FILTER)
            .addMacros(CelMacro.newGlobalMacro("has", 1, ConditionCompiler::presence))
            .setResultType(SimpleType.BOOL);
    vocabulary
        .types()
        .forEach((path, type) -> {
          attributes.put(path, Attribute.at(path, type));
          builder.addVar(path, type.cel());
          builder.addVar(Values.PRESENCE + path, SimpleType.BOOL);
        });
    this.compiler = builder.build();
  }

  /** An expression that can't be a condition: where in it, from 1, and why. */
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    Rejected(int line, int column, String reason) {
      super(reason, null, false, false);
      this.line = line;
      this.column = column;
    }

    int line() {
      return line;
    }

    int column() {
      return column;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  CompiledCondition compile(PolicyDefinition.Condition condition, int index) throws Rejected {
    String expression = condition.expression();
    if (expression.codePointCount(0, expression.length()) > Limits.EXPRESSION) {
      throw new Rejected(
          1, 1, "is longer than %d characters; split it up".formatted(Limits.EXPRESSION));
    }
    CelAbstractSyntaxTree parsed = tree(compiler.parse(expression));
    Set<String> read = new TreeSet<>();
    new ExpressionNames(vocabulary, parsed.getSource(), read).check(parsed.getExpr());
    CelAbstractSyntaxTree checked = tree(compiler.check(parsed));
    ExpressionTypes.check(checked);
    ExpressionCost.check(checked);
    try {
      Map<String, Attribute> used = new HashMap<>();
      read.forEach(path -> used.put(path, attributeAt(path)));
      return new CompiledCondition(condition.name(), index, RUNTIME.createProgram(checked), used);
    } catch (CelEvaluationException unplanned) {
      throw new Rejected(1, 1, "can't be evaluated; write it in another way");
    }
  }

  private Attribute attributeAt(String path) {
    Attribute attribute = attributes.get(path);
    if (attribute == null) {
      throw new IllegalStateException("unchecked attribute " + path);
    }
    return attribute;
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) throws Rejected {
    try {
      return result.getAst();
    } catch (CelValidationException invalid) {
      CelIssue first =
          result.getErrors().isEmpty() ? CelIssue.formatError(1, 0, "") : result.getErrors().get(0);
      throw new Rejected(
          Math.max(1, first.getSourceLocation().getLine()),
          Math.max(0, first.getSourceLocation().getColumn()) + 1,
          reason(first.getMessage()));
    }
  }

  private static String reason(String message) {
    if (message.startsWith("Expression recursion limit")) {
      return "nests deeper than %d; split it up".formatted(Limits.DEPTH);
    }
    return message.isEmpty() ? "is no expression" : message.strip().replaceAll("\\s+", " ");
  }

  /** {@code has(resource.owner)}: whether the attribute was supplied. */
  private static Optional<CelExpr> presence(
      CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
    Optional<String> path = ExpressionNames.path(arguments.get(0));
    if (path.isEmpty()) {
      return Optional.of(factory.reportError("has() asks for one attribute, such as context.acr"));
    }
    return Optional.of(factory.newIdentifier(Values.PRESENCE + path.get()));
  }
}
