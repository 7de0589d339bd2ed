package dev.gatehouse.policy;

import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Collects the attributes of an expression, and names those that nobody declared. */
final class ExpressionNames {
  private final Vocabulary vocabulary;
  private final CelSource source;
  private final Set<String> found;
  private final Set<String> bound = new HashSet<>();

  ExpressionNames(Vocabulary vocabulary, CelSource source, Set<String> found) {
    this.vocabulary = vocabulary;
    this.source = source;
    this.found = found;
  }

  /** The dotted path that an expression spells, if it is one. */
  static Optional<String> path(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> Optional.of(expression.ident().name());
      case SELECT ->
          path(expression.select().operand())
              .map(operand -> operand + "." + expression.select().field());
      default -> Optional.empty();
    };
  }

  void check(CelExpr expression) throws ConditionCompiler.Rejected {
    switch (expression.getKind()) {
      case IDENT, SELECT -> attribute(expression);
      case CALL -> {
        if (expression.call().target().isPresent()) {
          check(expression.call().target().get());
        }
        checkAll(expression.call().args());
      }
      case LIST -> checkAll(expression.list().elements());
      case MAP -> {
        for (CelExpr.CelMap.Entry entry : expression.map().entries()) {
          check(entry.key());
          check(entry.value());
        }
      }
      case STRUCT -> throw rejected(expression, "makes a message; conditions have none");
      case COMPREHENSION -> loop(expression.comprehension(), expression);
      default -> {
        // a constant names nothing
      }
    }
  }

  private void checkAll(Iterable<CelExpr> expressions) throws ConditionCompiler.Rejected {
    for (CelExpr each : expressions) {
      check(each);
    }
  }

  private void loop(CelExpr.CelComprehension loop, CelExpr whole)
      throws ConditionCompiler.Rejected {
    check(loop.iterRange());
    if (Vocabulary.isRooted(loop.iterVar()) || !bound.add(loop.iterVar())) {
      throw rejected(
          whole, "names a loop's variable \"" + loop.iterVar() + "\"; it has another meaning");
    }
    check(loop.accuInit());
    check(loop.loopCondition());
    check(loop.loopStep());
    check(loop.result());
    bound.remove(loop.iterVar());
  }

  private void attribute(CelExpr expression) throws ConditionCompiler.Rejected {
    Optional<String> path = path(expression);
    if (path.isEmpty()) {
      check(expression.select().operand());
      return;
    }
    String name = path.get();
    boolean presence = name.startsWith(Values.PRESENCE);
    String attribute = presence ? name.substring(Values.PRESENCE.length()) : name;
    if (vocabulary.knows(attribute)) {
      found.add(attribute);
    } else if (presence || Vocabulary.isRooted(attribute)) {
      throw rejected(
          expression,
          "reads \""
              + attribute
              + "\", which nobody declared; there are "
              + vocabulary.under(attribute));
    }
  }

  private ConditionCompiler.Rejected rejected(CelExpr at, String reason) {
    Integer offset = source.getPositionsMap().get(at.id());
    CelSourceLocation place =
        Optional.ofNullable(offset)
            .flatMap(source::getOffsetLocation)
            .orElse(CelSourceLocation.of(1, 0));
    return new ConditionCompiler.Rejected(place.getLine(), place.getColumn() + 1, reason);
  }
}
