package dev.impresario.runtime.langchain4j;

import dev.impresario.runtime.langchain4j.HttpFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response's body, which arrives on the client's threads and is read by one other.
 *
 * <p>The client's own stream swallows an interrupt on JDK 17 and waits without end for a server
 * that says no more. This one ends at an interrupt, after a silence, and beyond a size.
 */
final class AnswerStream extends InputStream implements BodySubscriber<InputStream> {
  /** How long a connection may take to end once the last event is there. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /** Buffers, or with none the end: by a failure, or as it should be. */
  private record Part(List<ByteBuffer> buffers, @Nullable Throwable failure) {}

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  private final long mostBytes;

  // the reader's own
  private Duration patience;
  private boolean finishing;
  private boolean ended;
  private long bytes;
  private Iterator<ByteBuffer> buffers = List.<ByteBuffer>of().iterator();
  private ByteBuffer current = ByteBuffer.allocate(0);

  /** Creates a stream that bears a silence of this length, and so many bytes. */
  AnswerStream(Duration patience, long mostBytes) {
    this.patience = patience;
    this.mostBytes = mostBytes;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    parts.add(new Part(item, null));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part(List.of(), failure));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(List.of(), null));
  }

  @Override
  public int read() throws IOException {
    return advance() ? current.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    return count;
  }

  /** Waits no longer for more than the end, since what matters is there. */
  void finish() {
    finishing = true;
    patience = GRACE;
  }

  @Override
  public void close() {
    closed = true;
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }

  /** Makes sure that there is a byte to read; returns whether there is. */
  private boolean advance() throws IOException {
    while (!current.hasRemaining()) {
      if (buffers.hasNext()) {
        current = count(buffers.next());
      } else if (ended || closed) {
        return false;
      } else {
        take(next());
      }
    }
    return true;
  }

  private void take(Part part) throws IOException {
    if (part.failure() != null) {
      ended = true;
      throw new IOException("the connection broke", part.failure());
    }
    ended = part.buffers().isEmpty();
    buffers = part.buffers().iterator();
    Flow.Subscription given = subscription;
    if (!ended && given != null) {
      given.request(1);
    }
  }

  private Part next() {
    try {
      Part part = parts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (part != null) {
        return part;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HttpFailure.of(Kind.INTERRUPTED, "interrupted while reading");
    }
    if (finishing) {
      return new Part(List.of(), null);
    }
    throw HttpFailure.of(Kind.SILENT, patience.toString());
  }

  private ByteBuffer count(ByteBuffer buffer) {
    bytes += buffer.remaining();
    if (bytes > mostBytes) {
      throw HttpFailure.of(Kind.TOO_LARGE, "more than %d bytes".formatted(mostBytes));
    }
    return buffer;
  }
}
