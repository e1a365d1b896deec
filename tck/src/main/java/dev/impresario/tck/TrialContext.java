package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.impresario.AgentDefinition;
import dev.impresario.BudgetExceededException;
import dev.impresario.Delegator;
import dev.impresario.ImpresarioException;
import dev.impresario.ModelCall;
import dev.impresario.Resources;
import dev.impresario.TaskContext;
import dev.impresario.ToolGrant;
import dev.impresario.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * What an agent gets for one task: as from the engine, but without its limits, and with nobody to
 * delegate to. Notes which models are called.
 */
final class TrialContext implements TaskContext {
  static final int ENOUGH = 1_000;

  private final AgentDefinition definition;
  private final Calls calls;
  private final List<String> models = new CopyOnWriteArrayList<>();
  private final CountDownLatch called = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile boolean over;

  /** What becomes of model calls. */
  enum Calls {
    /** They are made, once each. */
    MADE,
    /** No budget bears them. */
    REFUSED,
    /** They wait until the task is cancelled, as they do for a rate limit. */
    WAITING
  }

  TrialContext(AgentDefinition definition, Calls calls) {
    this.definition = definition;
    this.calls = calls;
  }

  /** Returns the models that were called, in order. */
  List<String> models() {
    return models;
  }

  /** Waits until a model is called or the task has ended, or that long. */
  void awaitCall(long millis) throws InterruptedException {
    called.await(millis, MILLISECONDS);
  }

  /** Says that nobody waits for the task any more. */
  void cancel() {
    cancelled = true;
  }

  /** Says that the task has ended. */
  void end() {
    over = true;
    ended.countDown();
    called.countDown();
  }

  @Override
  public AgentDefinition definition() {
    return definition;
  }

  @Override
  public ToolGrant tools() {
    return definition.metadata().tools();
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public Duration remaining() {
    return cancelled ? Duration.ZERO : Duration.ofMinutes(1);
  }

  @Override
  public void emit(String partial) {}

  @Override
  public <T> T call(String model, long estimatedTokens, ModelCall<T> call) throws Exception {
    requireTask();
    models.add(model);
    called.countDown();
    if (models.size() > ENOUGH) {
      throw new AssertionError("an agent must not call a model without end");
    }
    return switch (calls) {
      case MADE -> call.attempt(new Attempt());
      case REFUSED -> throw new BudgetExceededException("a budget of nothing bears no call");
      case WAITING -> {
        ended.await();
        throw new IllegalStateException("the task has ended");
      }
    };
  }

  private static final class Attempt implements ModelCall.Attempt {
    @Override
    public int number() {
      return 1;
    }

    @Override
    public void used(Usage usage) {}
  }

  @Override
  public Delegator delegator() {
    requireTask();
    return new NobodyElse();
  }

  @Override
  public <R extends AutoCloseable> Resources<R> acquireAll(
      List<? extends Callable<? extends R>> openers) throws InterruptedException {
    requireTask();
    var opened = new ArrayList<R>();
    try {
      for (Callable<? extends R> opener : openers) {
        opened.add(opener.call());
      }
      return new Opened<>(opened);
    } catch (InterruptedException e) {
      new Opened<>(opened).close();
      throw e;
    } catch (Exception e) {
      new Opened<>(opened).close();
      throw new ImpresarioException("one of the resources cannot be opened", e);
    }
  }

  private void requireTask() {
    if (over) {
      throw new IllegalStateException("the task has ended; use the context of the one at hand");
    }
  }

  private record Opened<R extends AutoCloseable>(List<R> all) implements Resources<R> {
    @Override
    public void close() {
      for (R resource : all) {
        try {
          resource.close();
        } catch (Exception e) {
          throw new ImpresarioException("one of the resources cannot be closed", e);
        }
      }
    }
  }
}
