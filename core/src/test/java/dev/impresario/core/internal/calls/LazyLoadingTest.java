package dev.impresario.core.internal.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.Budget;
import dev.impresario.ModelPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LazyLoadingTest {

  @Test
  void modelCalls_untilTheFirstCall_loadsNoClassOfTheLibrary() throws Exception {
    var loader = new Recording();
    var user = (Callable<?>) loader.loadClass(User.class.getName()).getConstructor().newInstance();

    assertThat(loader.library).isEmpty();

    assertThat(user.call()).isEqualTo("answer");
    assertThat(loader.library).isNotEmpty();
  }

  @Test
  void call_startsNoThread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    assertThat(new User().call()).isEqualTo("answer");

    Set<String> started =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread))
            .map(Thread::getName)
            .filter(name -> name.contains("CircuitBreaker") || name.contains("resilience4j"))
            .collect(Collectors.toSet());
    assertThat(started).isEmpty();
  }

  /** Makes the calls' machinery at once, as an engine does, and calls a model when called. */
  public static final class User implements Callable<String> {
    private final ModelCalls calls =
        new ModelCalls(model -> ModelPolicy.defaults(), (model, nanos, success) -> {});
    private final Meter meter =
        new Meter("the engine", null, Budget.unlimited(), model -> ModelPolicy.defaults());

    public User() {
      ModelCalls.requirePrices(
          Set.of("x"), Budget.unlimited(), Budget.unlimited(), model -> ModelPolicy.defaults());
      meter.delegated();
      calls.health();
      calls.totals();
    }

    @Override
    public String call() throws Exception {
      return calls.call(new FakeCaller("qa", meter), "x", 1, attempt -> "answer");
    }
  }

  /** Loads this package itself, so that it sees which library classes the package asks for. */
  private static final class Recording extends ClassLoader {
    private final Set<String> library = new HashSet<>();

    Recording() {
      super(LazyLoadingTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.github.resilience4j.")) {
        library.add(name);
      }
      if (!name.startsWith("dev.impresario.core.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
