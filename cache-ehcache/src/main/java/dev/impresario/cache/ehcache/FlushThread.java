package dev.impresario.cache.ehcache;

import java.lang.reflect.Field;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ehcache.shadow.org.terracotta.offheapstore.disk.paging.MappedPageSource;
import org.ehcache.shadow.org.terracotta.offheapstore.util.Retryer;
import org.slf4j.LoggerFactory;

/**
 * The one thread that Ehcache's disk tier starts for the whole process and never ends. It would
 * keep the class loader of a plugin for ever, and there is no method to end it; so we reach in and
 * let it end when it has been idle.
 */
final class FlushThread {
  private static final long IDLE_MILLIS = 100;

  private FlushThread() {}

  static void endWhenIdle() {
    try {
      Field retryer = MappedPageSource.class.getDeclaredField("ASYNC_FLUSH_EXECUTOR");
      Field executor = Retryer.class.getDeclaredField("executor");
      retryer.setAccessible(true);
      executor.setAccessible(true);
      var pool = (ScheduledThreadPoolExecutor) executor.get(retryer.get(null));
      pool.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      pool.allowCoreThreadTimeOut(true);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // another Ehcache than the one we know: the cache works, a daemon thread stays
      LoggerFactory.getLogger("dev.impresario.cache").debug("a thread of Ehcache stays", e);
    }
  }
}
