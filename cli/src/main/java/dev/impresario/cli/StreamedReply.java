package dev.impresario.cli;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows a reply while it comes. The parts come on the agent's thread, the end on the command's;
 * after that, no part is shown any more.
 */
final class StreamedReply {
  private final Console console;
  // Held while writing, so that a terminal that does not read holds up only who writes to it.
  private final ReentrantLock lock = new ReentrantLock();
  // all below is guarded by the lock
  private final StringBuilder shown = new StringBuilder();
  private String heldBack = "";
  private boolean ended;
  private @Nullable OutputFailedException failure;
  private @Nullable Runnable onFailure;

  StreamedReply(Console console) {
    this.console = console;
  }

  /** Shows a part. Throws nothing: that nobody can read it is not the agent's business. */
  void part(String text) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        write(text);
        console.flush();
      }
    } catch (OutputFailedException e) {
      failure = e;
      if (onFailure != null) {
        onFailure.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on, or now if it has happened, does this if nobody can read the reply. */
  void onFailure(Runnable action) {
    lock.lock();
    try {
      onFailure = action;
      if (failure != null) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Shows what is still missing of the reply. */
  void end(String reply) {
    lock.lock();
    try {
      stop();
      String before = shown.toString();
      if (reply.startsWith(before)) {
        write(reply.substring(before.length()));
      } else if (!before.strip().endsWith(reply.strip())) {
        newLine();
        write(reply); // the parts told of the work, not of its result
      }
      finish();
    } finally {
      lock.unlock();
    }
  }

  /** Ends what was shown of a reply that does not come. */
  void breakOff() {
    lock.lock();
    try {
      stop();
      finish();
    } finally {
      lock.unlock();
    }
  }

  private void stop() {
    ended = true;
    if (failure != null) {
      throw failure;
    }
  }

  private void finish() {
    flushHeldBack();
    newLine();
    console.flush();
  }

  /** A part may end within a character or a line end, which is shown with what follows. */
  private void write(String text) {
    shown.append(text);
    String all = heldBack + text;
    int end = all.length();
    if (end > 0
        && (all.charAt(end - 1) == '\r' || Character.isHighSurrogate(all.charAt(end - 1)))) {
      end--;
    }
    heldBack = all.substring(end);
    console.text(SafeLines.escape(all.substring(0, end)));
  }

  private void flushHeldBack() {
    console.text(SafeLines.escape(heldBack));
    heldBack = "";
  }

  private void newLine() {
    if (!shown.isEmpty() && shown.charAt(shown.length() - 1) != '\n') {
      flushHeldBack();
      console.text("\n");
      shown.append('\n');
    }
  }
}
