package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Codec;
import dev.impresario.spi.Options;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left when a cache is closed. */
@Tag("soak")
@Timeout(600)
class LifeTest {
  private static final int FACTOR = Integer.getInteger("impresario.soak.factor", 1);
  private static final File HANDLES = new File("/proc/self/fd");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"heap, 100", "offheap, 10", "disk, 20", "all, 10"})
  void close_afterManyRounds_leavesNoThreadAndNoFile(String tiers, int rounds) throws Exception {
    round(tiers);
    Set<String> threads = threads();
    int handles = handles();

    for (int i = 0; i < rounds * FACTOR; i++) {
      round(tiers);
    }

    awaitThreads(threads);
    assertThat(handles()).isLessThanOrEqualTo(handles);
  }

  @Test
  void close_afterADiskTierGrew_letsItsLibrarysThreadEnd() throws Exception {
    Set<String> threads = threads();

    round(Caches.DISK);

    awaitThreads(threads);
  }

  @ParameterizedTest
  @CsvSource({"heap", "offheap", "disk", "all"})
  void close_leavesTheClassLoaderToTheCollector(String tiers) throws Exception {
    WeakReference<ClassLoader> loader = useInALoaderOfItsOwn(tiers);

    for (int i = 0; i < 200 && loader.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
      awaitABit();
    }

    assertThat(loader.get()).isNull();
    if (tiers.equals(
        Caches.DISK)) { // and it was closed cleanly, though the host has an Ehcache too
      try (Cache<String, String> cache = Caches.open(Caches.counting(10_000), tiers, directory)) {
        assertThat(cache.get("key-1999")).isEqualTo("value-1999");
      }
    }
  }

  private WeakReference<ClassLoader> useInALoaderOfItsOwn(String tiers) throws Exception {
    var loader = new PluginLoader(LifeTest.class.getClassLoader());
    CacheProvider provider =
        (CacheProvider)
            loader
                .loadClass(EhcacheCacheProvider.class.getName())
                .getDeclaredConstructor()
                .newInstance();
    assertThat(provider.getClass().getClassLoader()).isSameAs(loader);
    try (Cache<String, String> cache =
        provider.create(
            CacheSpec.counting("prompts", Codec.TEXT, Codec.TEXT, 10_000),
            Options.of(provider, Caches.options(tiers, directory)))) {
      use(cache);
    }
    return new WeakReference<>(loader);
  }

  private void round(String tiers) {
    try (Cache<String, String> cache = Caches.open(Caches.counting(10_000), tiers, directory)) {
      use(cache);
    }
  }

  /** Enough that the tables of the disk tier grow. */
  private static void use(Cache<String, String> cache) {
    for (int i = 0; i < 2_000; i++) {
      cache.put("key-" + i, "value-" + i);
    }
    assertThat(cache.get("key-1999")).isEqualTo("value-1999");
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void awaitThreads(Set<String> before) throws InterruptedException {
    Set<String> left = threads();
    for (int i = 0; i < 200 && !before.containsAll(left); i++) {
      awaitABit();
      left = threads();
    }
    left.removeAll(before);
    assertThat(left).isEmpty();
  }

  /** For what another thread is about to do by itself, and nobody tells when it is done. */
  private static void awaitABit() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(20);
  }

  private static int handles() {
    assumeTrue(HANDLES.isDirectory(), "handles are counted where there is /proc");
    return Objects.requireNonNull(HANDLES.list()).length;
  }

  /** Loads the plugin and its library anew, as the loader of a plugin does. */
  static final class PluginLoader extends ClassLoader {
    PluginLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.ehcache.") && !name.startsWith("dev.impresario.cache.ehcache.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
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
