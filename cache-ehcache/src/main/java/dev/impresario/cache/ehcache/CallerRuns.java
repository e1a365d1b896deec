package dev.impresario.cache.ehcache;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ehcache.core.spi.service.ExecutionService;
import org.ehcache.spi.service.Service;
import org.ehcache.spi.service.ServiceProvider;

/**
 * Lets Ehcache write to disk and tell of evictions on the thread that caused it. So there is no
 * thread to end, no queue that grows while the disk is slow, and an eviction is in the ledger when
 * the call returns that caused it.
 */
final class CallerRuns implements ExecutionService {

  @Override
  public ScheduledExecutorService getScheduledExecutor(String poolAlias) {
    throw new UnsupportedOperationException("nothing here is scheduled");
  }

  @Override
  public ExecutorService getOrderedExecutor(String poolAlias, BlockingQueue<Runnable> queue) {
    return new Executor();
  }

  @Override
  public ExecutorService getUnorderedExecutor(String poolAlias, BlockingQueue<Runnable> queue) {
    return new Executor();
  }

  @Override
  public void start(ServiceProvider<Service> serviceProvider) {}

  @Override
  public void stop() {}

  private static final class Executor extends AbstractExecutorService {
    private volatile boolean ended;

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {
      ended = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      ended = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return ended;
    }

    @Override
    public boolean isTerminated() {
      return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return ended;
    }
  }
}
