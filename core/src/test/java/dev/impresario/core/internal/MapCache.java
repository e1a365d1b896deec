package dev.impresario.core.internal;

import dev.impresario.Cache;
import dev.impresario.CacheSize;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A backend of a few lines, without a bound. */
class MapCache<K, V> implements Cache<K, V> {
  final Map<K, V> entries = new ConcurrentHashMap<>();
  volatile boolean closed;

  @Override
  public @Nullable V get(K key) {
    return entries.get(key);
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
  public void invalidateIf(Predicate<? super K> filter) {
    entries.keySet().removeIf(filter);
  }

  @Override
  public CacheSize size() {
    return new CacheSize(entries.size(), entries.size(), 0);
  }

  @Override
  public void close() {
    closed = true;
    entries.clear();
  }
}
