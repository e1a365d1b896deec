package dev.impresario.core.internal;

import dev.impresario.Interceptor;
import dev.impresario.ToolGrant;
import dev.impresario.core.internal.dispatch.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Settings of which a test changes some, by name. */
final class TestSettings {
  private final Settings base;
  private int concurrency;
  private int capacity;
  private int abandoned;
  private int attempts;
  private Duration close;
  private Duration ageing;
  private ToolGrant tools;
  private List<Interceptor> interceptors;
  private @Nullable Supplier<UnaryOperator<Runnable>> context;
  private @Nullable Executor executor;

  private TestSettings(Settings base) {
    this.base = base;
    concurrency = base.concurrency();
    capacity = base.queueCapacity();
    abandoned = base.maximumAbandoned();
    attempts = base.attempts();
    close = base.closeTimeout();
    ageing = base.ageing();
    tools = base.tools();
    interceptors = base.interceptors();
    context = base.context();
    executor = base.executor();
  }

  static TestSettings of(Settings base) {
    return new TestSettings(base);
  }

  TestSettings concurrency(int slots) {
    concurrency = slots;
    return this;
  }

  TestSettings capacity(int tasks) {
    capacity = tasks;
    return this;
  }

  TestSettings abandoned(int threads) {
    abandoned = threads;
    return this;
  }

  TestSettings attempts(int most) {
    attempts = most;
    return this;
  }

  TestSettings close(Duration time) {
    close = time;
    return this;
  }

  TestSettings ageing(Duration step) {
    ageing = step;
    return this;
  }

  TestSettings tools(ToolGrant grant) {
    tools = grant;
    return this;
  }

  TestSettings interceptors(Interceptor... all) {
    interceptors = List.of(all);
    return this;
  }

  TestSettings context(Supplier<UnaryOperator<Runnable>> capture) {
    context = capture;
    return this;
  }

  TestSettings executor(Executor threads) {
    executor = threads;
    return this;
  }

  Settings build() {
    return new Settings(
        concurrency,
        capacity,
        ageing,
        base.timeout(),
        close,
        base.maximumDepth(),
        abandoned,
        attempts,
        base.taskBudget(),
        tools,
        interceptors,
        context,
        executor);
  }
}
