package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A run of the program that does not end by itself: its lines as they come, and an end to it. */
final class Watching implements AutoCloseable {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch errorBegun = new CountDownLatch(1);
  private final ByteArrayOutputStream err =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
          super.write(bytes, offset, length);
          errorBegun.countDown();
        }
      };
  private final Thread thread;
  private volatile boolean closedPipe;
  private volatile int status = -1;

  private Watching(String... args) {
    thread = new Thread(() -> status = Main.run(args, new Lines(), err, Run.PIPE), "watching");
  }

  static Watching start(String... args) {
    var watching = new Watching(args);
    watching.thread.start();
    return watching;
  }

  /** Waits for the next line of standard output. */
  String line() throws InterruptedException {
    String line = lines.poll(30, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line came; standard error has: " + err.toString(UTF_8));
    }
    return line;
  }

  /** Waits until there is something on standard error, which has to be this. */
  void awaitError(String text) throws InterruptedException {
    assertThat(errorBegun.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(err()).isEqualTo(text);
  }

  /** Makes the next write fail, as if nobody read any more. */
  void closePipe() {
    closedPipe = true;
  }

  int await() throws InterruptedException {
    thread.join();
    return status;
  }

  String err() {
    return err.toString(UTF_8);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Written to by the one thread. */
  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      if (closedPipe) {
        throw new IOException("Broken pipe");
      }
      if (b == '\n') {
        lines.add(line.toString(UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
