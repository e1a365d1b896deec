package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;

/** Operations that have been recorded once. */
public final class HeldOperations implements Holding {

  @Override
  public AutoCloseable ours(int count) {
    Engine engine = Impresario.builder().source(Scope.PROJECT, new OneAgent()).build();
    for (int i = 0; i < count; i++) {
      engine.monitor().operation("operation", "number", Integer.toString(i)).record(i, true);
    }
    return engine;
  }
}
