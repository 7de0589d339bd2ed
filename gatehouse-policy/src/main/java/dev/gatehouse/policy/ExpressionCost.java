package dev.gatehouse.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The steps an expression takes at worst, from the largest values it can be shown, before it is
 * ever evaluated.
 */
final class ExpressionCost {
  /** Characters that are compared or copied in one step. */
  private static final long CHARACTERS_A_STEP = 256;

  private static final Size ONE = new Size(1, 1);

  private final CelAbstractSyntaxTree tree;
  private final Map<String, Size> bound = new HashMap<>();
  private int loops;

  private ExpressionCost(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /**
   * How large a value can be.
   *
   * @param items of a list or map; 1 for the rest
   * @param weight of each, in characters
   */
  private record Size(long items, long weight) {
    long total() {
      return times(items, weight);
    }

    Size or(Size other) {
      return new Size(Math.max(items, other.items), Math.max(weight, other.weight));
    }
  }

  /** What a part takes, and how large its result can be. */
  private record Part(long steps, Size size) {}

  static void check(CelAbstractSyntaxTree tree) throws ConditionCompiler.Rejected {
    long steps = new ExpressionCost(tree).of(tree.getExpr()).steps();
    if (steps > Limits.COST) {
      throw new ConditionCompiler.Rejected(
          1,
          1,
          "may take %s steps, %d are allowed; loop over less"
              .formatted(steps == Long.MAX_VALUE ? "endless" : steps, Limits.COST));
    }
  }

  private Part of(CelExpr expression) throws ConditionCompiler.Rejected {
    return switch (expression.getKind()) {
      case CONSTANT -> new Part(1, of(expression.constant()));
      case IDENT, SELECT -> named(expression);
      case CALL -> call(expression);
      case LIST -> items(expression.list().elements(), expression.list().elements().size());
      case MAP ->
          items(
              expression.map().entries().stream()
                  .flatMap(entry -> Stream.of(entry.key(), entry.value()))
                  .toList(),
              expression.map().entries().size());
      case COMPREHENSION -> loop(expression.comprehension());
      default -> new Part(Long.MAX_VALUE, ONE);
    };
  }

  private static Size of(CelConstant constant) {
    return constant.getKind() == CelConstant.Kind.STRING_VALUE
        ? new Size(1, Math.max(1, constant.stringValue().length()))
        : ONE;
  }

  private Part named(CelExpr expression) throws ConditionCompiler.Rejected {
    if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT
        && bound.containsKey(expression.ident().name())) {
      return new Part(1, bound.getOrDefault(expression.ident().name(), ONE));
    }
    if (tree.getReference(expression.id()).isPresent()) {
      return new Part(1, largest(tree.getType(expression.id()).orElseThrow()));
    }
    Part operand = of(expression.select().operand());
    return new Part(plus(operand.steps(), 1), element(operand.size(), expression));
  }

  private static Size largest(CelType type) {
    return switch (type.kind()) {
      case STRING -> new Size(1, Limits.TEXT);
      case LIST ->
          new Size(
              Limits.ITEMS, type.parameters().get(0).kind() == CelKind.STRING ? Limits.TEXT : 1);
      default -> ONE;
    };
  }

  private Size element(Size whole, CelExpr part) {
    CelKind kind = tree.getType(part.id()).map(CelType::kind).orElse(CelKind.ERROR);
    return kind == CelKind.LIST || kind == CelKind.MAP
        ? new Size(whole.weight(), whole.weight())
        : new Size(1, whole.weight());
  }

  private Part items(List<CelExpr> parts, int items) throws ConditionCompiler.Rejected {
    long steps = 1;
    long weight = 1;
    for (CelExpr each : parts) {
      Part part = of(each);
      steps = plus(steps, part.steps());
      weight = Math.max(weight, part.size().total());
    }
    return new Part(steps, new Size(items, weight));
  }

  private Part call(CelExpr expression) throws ConditionCompiler.Rejected {
    CelExpr.CelCall call = expression.call();
    List<CelExpr> operands = Stream.concat(call.target().stream(), call.args().stream()).toList();
    List<Part> parts = new ArrayList<>();
    for (CelExpr each : operands) {
      parts.add(of(each));
    }
    long steps = 1;
    long read = 0;
    Size largest = ONE;
    for (Part part : parts) {
      steps = plus(steps, part.steps());
      read = plus(read, plus(part.size().items(), part.size().total() / CHARACTERS_A_STEP));
      largest = largest.or(part.size());
    }
    return switch (call.function()) {
      case "_&&_", "_||_", "!_", "@not_strictly_false" -> new Part(steps, ONE);
      case "_?_:_" -> new Part(steps, largest);
      case "_[_]" -> new Part(plus(steps, read), element(parts.get(0).size(), expression));
      case "_+_" -> new Part(plus(steps, read), sum(parts, expression));
      case "contains" -> new Part(plus(steps, times(read, read)), ONE);
      case "string" -> new Part(plus(steps, plus(read, 10)), new Size(1, largest.total() + 32));
      case "timestamp", "duration", "int", "double" -> new Part(plus(steps, plus(read, 40)), ONE);
      default -> new Part(plus(steps, plus(read, timed(call.function()))), ONE);
    };
  }

  /** Parts of a time ask for a time zone. */
  private static long timed(String function) {
    return function.startsWith("get") ? 40 : 0;
  }

  /** Texts grow in weight, lists in items. */
  private Size sum(List<Part> parts, CelExpr expression) {
    Size left = parts.get(0).size();
    Size right = parts.get(1).size();
    return tree.getType(expression.id()).map(CelType::kind).orElse(CelKind.ERROR) == CelKind.STRING
        ? new Size(1, plus(left.weight(), right.weight()))
        : new Size(plus(left.items(), right.items()), Math.max(left.weight(), right.weight()));
  }

  private Part loop(CelExpr.CelComprehension loop) throws ConditionCompiler.Rejected {
    if (++loops > Limits.LOOPS) {
      throw new ConditionCompiler.Rejected(
          1, 1, "has loops in loops, more than %d deep".formatted(Limits.LOOPS));
    }
    Part range = of(loop.iterRange());
    long turns = range.size().items();
    Part begin = of(loop.accuInit());
    Map<String, Size> outside = Map.copyOf(bound);
    bound.put(loop.iterVar(), item(range.size(), loop.iterRange()));
    bound.put(loop.accuVar(), new Size(turns, begin.size().weight()));
    Size step = of(loop.loopStep()).size();
    bound.put(loop.accuVar(), new Size(turns, step.weight()));
    long turn = plus(of(loop.loopStep()).steps(), of(loop.loopCondition()).steps());
    Part result = of(loop.result());
    bound.clear();
    bound.putAll(outside);
    loops--;
    return new Part(
        plus(plus(range.steps(), begin.steps()), plus(times(turns, plus(turn, 2)), result.steps())),
        result.size());
  }

  private Size item(Size range, CelExpr expression) {
    CelType type = tree.getType(expression.id()).orElseThrow();
    boolean nested =
        type.kind() == CelKind.LIST
            && (type.parameters().get(0).kind() == CelKind.LIST
                || type.parameters().get(0).kind() == CelKind.MAP);
    return nested ? new Size(range.weight(), range.weight()) : new Size(1, range.weight());
  }

  private static long plus(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static long times(long left, long right) {
    return left != 0 && right > Long.MAX_VALUE / left ? Long.MAX_VALUE : left * right;
  }
}
