package dev.gatehouse.testkit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes {@code target/coverage-ids.tsv}: a line {@code kind, id, class#method} for each id that a
 * passed test carries. A test counts when every run of it passed and none was skipped. Lines of
 * other classes stay.
 */
public final class CoverageIds implements TestExecutionListener {

  private final Path file;
  private final Set<MethodSource> passed = ConcurrentHashMap.newKeySet();
  private final Set<String> notPassed = ConcurrentHashMap.newKeySet();
  private final Set<String> touched = ConcurrentHashMap.newKeySet();
  private @Nullable TestPlan plan;

  /** Made by JUnit, which finds it by its services file. */
  public CoverageIds() {
    this(TargetFolder.ofModule().resolve("coverage-ids.tsv"));
  }

  CoverageIds(Path file) {
    this.file = file;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() != Status.SUCCESSFUL) {
      notPassed(test);
    } else if (test.isTest()) {
      methodOf(test)
          .ifPresent(method -> {
            passed.add(method);
            touched.add(method.getClassName());
          });
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    notPassed(test);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    Set<String> lines = new TreeSet<>();
    for (MethodSource method : passed) {
      if (!notPassed.contains(name(method)) && !notPassed.contains(method.getClassName())) {
        lines.addAll(lines(method));
      }
    }
    if (!lines.isEmpty() || Files.exists(file)) {
      merge(lines);
    }
    passed.clear();
    notPassed.clear();
    touched.clear();
  }

  private void notPassed(TestIdentifier test) {
    Optional<MethodSource> method = methodOf(test);
    if (method.isPresent()) {
      notPassed.add(name(method.get()));
      touched.add(method.get().getClassName());
    } else if (test.getSource().orElse(null) instanceof ClassSource source) {
      notPassed.add(source.getClassName());
      touched.add(source.getClassName());
    }
  }

  /** The method of a test, or of the parameterised or dynamic test it is one run of. */
  private Optional<MethodSource> methodOf(TestIdentifier test) {
    TestPlan current = plan;
    Optional<TestIdentifier> candidate = Optional.of(test);
    while (candidate.isPresent()) {
      if (candidate.get().getSource().orElse(null) instanceof MethodSource method) {
        return Optional.of(method);
      }
      candidate = current == null ? Optional.empty() : candidate.flatMap(current::getParent);
    }
    return Optional.empty();
  }

  private static String name(MethodSource method) {
    return method.getClassName() + "#" + method.getMethodName();
  }

  private static Set<String> lines(MethodSource method) {
    Set<String> lines = new TreeSet<>();
    lines.addAll(lines(method.getJavaMethod(), method));
    for (Class<?> type = method.getJavaClass(); type != null; type = type.getEnclosingClass()) {
      lines.addAll(lines(type, method));
    }
    return lines;
  }

  private static List<String> lines(AnnotatedElement element, MethodSource method) {
    return Stream.of(
            ids(element, Requirement.class, Requirement::value).map(id -> "requirement\t" + id),
            ids(element, Attack.class, Attack::value).map(id -> "attack\t" + id),
            ids(element, Asvs.class, Asvs::value).map(id -> "asvs\t" + id))
        .flatMap(found -> found)
        .map(found -> found + "\t" + name(method))
        .toList();
  }

  private static <A extends Annotation> Stream<String> ids(
      AnnotatedElement element, Class<A> kind, Function<A, String[]> value) {
    A annotation = element.getAnnotation(kind);
    return annotation == null ? Stream.empty() : Stream.of(value.apply(annotation));
  }

  private void merge(Set<String> lines) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
          var _ = channel.lock()) {
        String before =
            new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        Set<String> all = new TreeSet<>(lines);
        before.lines().filter(line -> !isOutdated(line)).forEach(all::add);
        channel.truncate(0);
        String text = all.isEmpty() ? "" : String.join("\n", all) + "\n";
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  /** A line of a class that ran now, or that is no more. */
  private boolean isOutdated(String line) {
    String test = line.substring(line.lastIndexOf('\t') + 1).replaceFirst("#.*", "");
    if (touched.stream().anyMatch(type -> test.equals(type) || test.startsWith(type + "$"))) {
      return true;
    }
    try {
      Class.forName(test, false, CoverageIds.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException | LinkageError e) {
      return true;
    }
  }
}
