package dev.gatehouse.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Map;
import java.util.Optional;

/** Refuses an expression of which a part has no type until it is evaluated. */
final class ExpressionTypes {
  private ExpressionTypes() {}

  static void check(CelAbstractSyntaxTree tree) throws ConditionCompiler.Rejected {
    for (Map.Entry<Long, CelType> node : tree.getTypeMap().entrySet()) {
      if (isOpen(node.getValue())) {
        CelSourceLocation place =
            Optional.ofNullable(tree.getSource().getPositionsMap().get(node.getKey()))
                .flatMap(tree.getSource()::getOffsetLocation)
                .orElse(CelSourceLocation.of(1, 0));
        throw new ConditionCompiler.Rejected(
            place.getLine(),
            place.getColumn() + 1,
            "mixes types, or has an empty list or map; each value needs one type");
      }
    }
  }

  private static boolean isOpen(CelType type) {
    return type.kind() == CelKind.DYN
        || type.kind() == CelKind.ANY
        || type.kind() == CelKind.TYPE_PARAM
        || type.kind() == CelKind.ERROR
        || type.parameters().stream().anyMatch(ExpressionTypes::isOpen);
  }
}
