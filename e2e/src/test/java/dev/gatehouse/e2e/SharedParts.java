package dev.gatehouse.e2e;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What takes seconds to start, started once for all tests that leave it as they found it, and ended
 * after the last.
 */
final class SharedParts implements ParameterResolver {
  private static final Namespace PARTS = Namespace.create(SharedParts.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Installation.class || type == Chromium.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Chromium.class
        ? shared(context, Chromium.class, Chromium::launch)
        : shared(context, Installation.class, SharedParts::runningInstallation);
  }

  private static <T extends AutoCloseable> T shared(
      ExtensionContext context, Class<T> type, Supplier<T> start) {
    Store store = context.getRoot().getStore(PARTS);
    return type.cast(store.computeIfAbsent(type, _ -> start.get()));
  }

  private static Installation runningInstallation() {
    Installation installation = Installation.create();
    try {
      installation.up();
    } catch (RuntimeException | AssertionError notStarted) {
      installation.close();
      throw notStarted;
    }
    return installation;
  }
}
