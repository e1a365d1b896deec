package dev.impresario.cache.inmemory;

import dev.impresario.CacheSize;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where the entries are. Safe for use by many threads. */
interface Store<K, V> {

  @Nullable V get(K key);

  void put(K key, V value);

  void remove(K key);

  void removeIf(Predicate<? super K> filter);

  CacheSize size();

  void clear();
}
