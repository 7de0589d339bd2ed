package dev.gatehouse.policy;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.List;
import java.util.Map;

/** A condition ready to be evaluated, by any number of threads. */
final class CompiledCondition {
  private final String name;
  private final int index;
  private final Program program;
  private final Map<String, Attribute> attributes;

  CompiledCondition(String name, int index, Program program, Map<String, Attribute> attributes) {
    this.name = name;
    this.index = index;
    this.program = program;
    this.attributes = Map.copyOf(attributes);
  }

  /** Its place among the conditions of the policy. */
  int index() {
    return index;
  }

  Evaluation evaluate(DecisionRequest request) {
    Values values = new Values(attributes, request);
    try {
      Object result = program.eval(values);
      if (result instanceof Boolean holds) {
        return new Evaluation(
            name, holds ? Evaluation.Truth.HOLDS : Evaluation.Truth.FAILS, "", values.reads());
      }
      return undecided("it is neither true nor false", values);
    } catch (CelEvaluationException failure) {
      return undecided(problem(failure.getErrorCode(), values.reads()), values);
    } catch (RuntimeException failure) {
      return undecided(problem(CelErrorCode.INTERNAL_ERROR, values.reads()), values);
    }
  }

  private Evaluation undecided(String problem, Values values) {
    return new Evaluation(name, Evaluation.Truth.UNDECIDED, problem, values.reads());
  }

  private static String problem(CelErrorCode code, List<Read> reads) {
    return switch (code) {
      case DIVIDE_BY_ZERO -> "it divides by zero";
      case ITERATION_BUDGET_EXCEEDED -> "its loops take more than %d turns".formatted(Limits.TURNS);
      case NUMERIC_OVERFLOW -> "a number or time in it is out of range";
      case INDEX_OUT_OF_BOUNDS -> "a list in it has no item at that place";
      case BAD_FORMAT, INVALID_ARGUMENT -> "a text in it can't be read as what it should be";
      default -> unread(reads);
    };
  }

  private static String unread(List<Read> reads) {
    for (Read read : reads) {
      switch (read.value()) {
        case Value.Missing missing -> {
          return read.path() + " is missing";
        }
        case Value.Unfit unfit -> {
          return read.path() + " " + unfit.why();
        }
        case Value.Known known -> {
          // not the reason
        }
      }
    }
    return "it fails";
  }
}
