package dev.impresario.cli;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import dev.impresario.spi.CacheProvider;
import dev.impresario.spi.CacheSpec;
import dev.impresario.spi.Options;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Offers caches that outlive their closing: all that one provider makes share their entries. */
final class KeptCache implements CacheProvider {
  private final Map<Object, Object> entries = new ConcurrentHashMap<>();
  int open;

  @Override
  public String id() {
    return "kept";
  }

  @Override
  public <K, V> Cache<K, V> create(CacheSpec<K, V> spec, Options options) {
    open++;
    return new Kept<>(spec);
  }

  private final class Kept<K, V> implements Cache<K, V> {
    private final CacheSpec<K, V> spec;

    Kept(CacheSpec<K, V> spec) {
      this.spec = spec;
    }

    @Override
    @SuppressWarnings("unchecked") // all have the same types
    public @Nullable V get(K key) {
      return (V) entries.get(key);
    }

    @Override
    public void put(K key, V value) {
      entries.put(key, value);
    }

    @Override
    public void invalidate(K key) {
      entries.remove(key);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void invalidateIf(Predicate<? super K> filter) {
      entries.keySet().removeIf(key -> filter.test((K) key));
    }

    @Override
    @SuppressWarnings("unchecked")
    public CacheSize size() {
      long weight = 0;
      for (Map.Entry<Object, Object> entry : entries.entrySet()) {
        weight += spec.weigher().applyAsLong((K) entry.getKey(), (V) entry.getValue());
      }
      return new CacheSize(entries.size(), weight, 0);
    }

    @Override
    public boolean persistent() {
      return true;
    }

    @Override
    public void close() {
      open--;
    }
  }
}
