package dev.impresario.runtime.langchain4j;

import dev.impresario.TaskContext;
import java.util.function.Consumer;

/** Hands on what a model writes, turn by turn. Used by one thread. */
final class Emitter implements Consumer<String> {
  private static final String BETWEEN_TURNS = "\n\n";

  private final TaskContext context;
  private boolean earlier;
  private boolean inThisTurn;

  Emitter(TaskContext context) {
    this.context = context;
  }

  /** Begins a turn, whose text is to stand apart from that of the turns before. */
  void turn() {
    earlier |= inThisTurn;
    inThisTurn = false;
  }

  /** Returns whether anything was handed on in this turn. */
  boolean emitted() {
    return inThisTurn;
  }

  @Override
  public void accept(String text) {
    if (text.isEmpty()) {
      return;
    }
    context.emit(earlier && !inThisTurn ? BETWEEN_TURNS + text : text);
    inThisTurn = true;
  }
}
