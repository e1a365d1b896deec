package dev.impresario.tck;

import dev.impresario.spi.CacheSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Caches that are right as long as one thread uses them. Each fails by the thread that calls, not
 * by chance.
 */
final class CacheThreadFaults {

  private CacheThreadFaults() {}

  static List<Fault> faults() {
    return List.of(
        fault(
            "shares a buffer between threads",
            SharesABuffer::new,
            "manyThreads_findOnlyWhatWasPutUnderThatKey",
            "must be one that was put under that key"),
        fault(
            "keeps what a thread puts to that thread",
            BuffersPuts::new,
            "manyThreads_leaveAValueThatWasPutLast",
            "what one of them put last"),
        fault(
            "evicts in the thread that made it",
            EvictsInItsThread::new,
            "manyThreads_stayWithinTheBound",
            "must be within maximumWeight once"),
        fault(
            "keeps copies near each thread",
            KeepsNearCopies::new,
            "invalidate_onceItReturned_noThreadFindsAnEarlierValue",
            "once invalidate(key) has returned"),
        fault(
            "loses interrupts",
            LosesInterrupts::new,
            "interruptedThread_mayUseTheCacheAndStaysInterrupted",
            "leave the interrupt of their thread"),
        fault(
            "is closed by an interrupt, as channels are",
            IsClosedByAnInterrupt::new,
            "interruptedThread_mayUseTheCacheAndStaysInterrupted",
            "must be able to use the cache"));
  }

  private static Fault fault(
      String what, ReferenceProvider.Making making, String rule, String words) {
    return new Fault(what, ReferenceProvider.of(making), rule, words);
  }

  /** Knows which thread made it. */
  private static class Threaded extends ReferenceCache<Object, Object> {
    private final Thread maker = Thread.currentThread();

    Threaded(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    final boolean elsewhere() {
      return Thread.currentThread() != maker;
    }
  }

  private static final class SharesABuffer extends Threaded {
    private @Nullable Thread reader;
    private @Nullable Object key;
    private @Nullable Object read;

    SharesABuffer(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    @Nullable Object find(Object asked) {
      Object other = read;
      boolean mixed = elsewhere() && reader != Thread.currentThread() && !asked.equals(key);
      reader = Thread.currentThread();
      key = asked;
      read = super.find(asked);
      return mixed && other != null ? other : read;
    }
  }

  private static final class BuffersPuts extends Threaded {
    private final ThreadLocal<Map<Object, Object>> buffer = ThreadLocal.withInitial(HashMap::new);

    BuffersPuts(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    void hold(Object key, Object value) {
      if (elsewhere()) {
        buffer.get().put(key, value);
      } else {
        super.hold(key, value);
      }
    }

    @Override
    @Nullable Object find(Object key) {
      Object buffered = buffer.get().get(key);
      return buffered == null ? super.find(key) : buffered;
    }
  }

  private static final class EvictsInItsThread extends Threaded {
    EvictsInItsThread(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    void makeRoom(long needed) {
      if (!elsewhere()) {
        super.makeRoom(needed);
      }
    }
  }

  private static final class KeepsNearCopies extends Threaded {
    private final ThreadLocal<Map<Object, Object>> near = ThreadLocal.withInitial(HashMap::new);

    KeepsNearCopies(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    @Nullable Object find(Object key) {
      Object copy = elsewhere() ? near.get().get(key) : null;
      Object value = copy == null ? super.find(key) : copy;
      if (value != null) {
        near.get().put(key, value);
      }
      return value;
    }

    @Override
    void hold(Object key, Object value) {
      near.get().remove(key);
      super.hold(key, value);
    }

    @Override
    public void invalidateIf(Predicate<? super Object> filter) {
      super.invalidateIf(filter);
      near.get().clear();
    }
  }

  private static final class LosesInterrupts extends Threaded {
    LosesInterrupts(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    @Nullable Object find(Object key) {
      Thread.interrupted();
      return super.find(key);
    }
  }

  private static final class IsClosedByAnInterrupt extends Threaded {
    IsClosedByAnInterrupt(CacheSpec<Object, Object> spec) {
      super(spec);
    }

    @Override
    @Nullable Object find(Object key) {
      if (Thread.currentThread().isInterrupted()) {
        close();
      }
      return super.find(key);
    }
  }
}
