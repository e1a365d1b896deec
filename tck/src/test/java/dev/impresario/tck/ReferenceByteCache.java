package dev.impresario.tck;

import dev.impresario.spi.CacheSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The same, but of bytes, which it keeps when it is closed in what stands for a directory. */
class ReferenceByteCache<K, V> extends ReferenceCache<K, V> {
  private static final Map<String, Map<Object, Held>> DIRECTORIES = new ConcurrentHashMap<>();

  private final String directory;

  ReferenceByteCache(CacheSpec<K, V> spec, String directory) {
    super(spec);
    this.directory = directory;
    open(DIRECTORIES.getOrDefault(directory, Map.of()));
  }

  @SuppressWarnings("unchecked") // the spec is that of the cache before
  void open(Map<Object, Held> before) {
    before.forEach((key, held) -> entries.put((K) key, held));
    weight = before.values().stream().mapToLong(Held::weight).sum();
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        DIRECTORIES.put(directory, Map.copyOf(entries));
      }
      super.close();
    } finally {
      lock.unlock();
    }
  }

  @Override
  Object freeze(V value) {
    return spec.values().encode(value);
  }

  @Override
  @Nullable V thaw(Object value) {
    try {
      return spec.values().decode((byte[]) value);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
