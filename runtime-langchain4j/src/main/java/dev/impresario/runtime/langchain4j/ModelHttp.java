package dev.impresario.runtime.langchain4j;

import dev.impresario.runtime.langchain4j.HttpFailure.Kind;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to a provider, in place of LangChain4j's. Safe for use by many threads.
 *
 * <p>Whoever asks does the reading: a streamed answer, too, is handed on by the thread that asked
 * for it, so nobody waits for a call-back that never comes, and an interrupt ends the exchange.
 * HTTP/1.1, since one shared connection would tie calls to each other's fate; no redirects, since
 * they would take the key elsewhere; no retries, since the engine makes them.
 */
final class ModelHttp implements HttpClient, AutoCloseable {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
  private static final int THREADS = 4;

  /** What an answer may be: a head, and for each token an event of a stream, with room to spare. */
  private static final long BYTES_AN_ANSWER = 1L << 20;

  private static final long BYTES_A_TOKEN = 512;
  private static final long MOST_BYTES = 64L << 20;

  /** What newer JDKs say of a client whose thread has ended; older ones say nothing. */
  private static final String DEAD = "selector manager closed";

  private static final String RETRY_AFTER = "Retry-After";

  private final Duration patience;
  private final long mostBytes;
  private final InstantSource clock;
  private final ThreadPoolExecutor executor;
  private volatile java.net.http.HttpClient client;

  /** Creates a client that bears a silence of this length, and answers of so many tokens. */
  ModelHttp(Duration patience, int maxOutputTokens, InstantSource clock) {
    this.patience = patience;
    this.mostBytes = Math.min(MOST_BYTES, BYTES_AN_ANSWER + BYTES_A_TOKEN * maxOutputTokens);
    this.clock = clock;
    this.executor = daemons();
    this.client = newClient();
  }

  private java.net.http.HttpClient newClient() {
    return java.net.http.HttpClient.newBuilder()
        .version(Version.HTTP_1_1)
        .followRedirects(Redirect.NEVER)
        .connectTimeout(patience.compareTo(LONGEST_CONNECT) < 0 ? patience : LONGEST_CONNECT)
        .executor(executor)
        .build();
  }

  /**
   * Puts a new client in the place of one that may be dead: its only thread may have ended for want
   * of memory. What is under way on the old one is left to it. That two threads make one each does
   * no harm.
   */
  private void replace(java.net.http.HttpClient old) {
    if (client.equals(old)) {
      client = newClient();
    }
  }

  /** Returns a builder that makes nothing new, for models to share this client. */
  HttpClientBuilder shared() {
    return new Shared(this, patience);
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    var body = new AnswerStream(patience, mostBytes);
    try (body) {
      HttpResponse<InputStream> response = send(request, body);
      return success(response, body.readAllBytes());
    } catch (IOException e) {
      throw HttpFailure.of(Kind.BROKEN_OFF, "the connection broke");
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    var body = new AnswerStream(patience, mostBytes);
    try (body) {
      HttpResponse<InputStream> response = send(request, body);
      listener.onOpen(success(response, null));
      var guard = new StreamGuard(listener, body);
      try {
        parser.parse(body, guard);
        guard.end();
      } catch (HttpFailure e) {
        throw e.after(guard.used());
      }
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request, AnswerStream body) {
    java.net.http.HttpClient used = client;
    CompletableFuture<HttpResponse<InputStream>> answer =
        used.sendAsync(translated(request), info -> body);
    try {
      HttpResponse<InputStream> response = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() / 100 != 2) {
        throw refusal(response, body);
      }
      return response;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw HttpFailure.of(Kind.INTERRUPTED, "interrupted while waiting");
    } catch (TimeoutException e) {
      answer.cancel(true);
      replace(used);
      throw HttpFailure.of(Kind.SILENT, patience.toString());
    } catch (ExecutionException e) {
      if (String.valueOf(e.getCause()).contains(DEAD)) {
        replace(used);
      }
      throw unanswered(e.getCause());
    }
  }

  private HttpFailure refusal(HttpResponse<InputStream> response, AnswerStream body) {
    @Nullable Duration wait =
        response
            .headers()
            .firstValue(RETRY_AFTER)
            .map(value -> RetryAfter.parse(value, clock.instant()))
            .orElse(null);
    return HttpFailure.refused(response.statusCode(), word(body), wait);
  }

  private static @Nullable String word(AnswerStream body) {
    try {
      byte[] text = body.readNBytes(ErrorWords.LOOKED_AT);
      return ErrorWords.in(new String(text, StandardCharsets.UTF_8)).orElse(null);
    } catch (IOException e) {
      return null; // the status says enough
    } catch (HttpFailure e) {
      if (e.kind() == Kind.INTERRUPTED) {
        throw e;
      }
      return null;
    }
  }

  private static HttpFailure unanswered(@Nullable Throwable cause) {
    boolean unreachable =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnresolvedAddressException;
    String type = cause == null ? "" : cause.getClass().getSimpleName();
    return HttpFailure.of(unreachable ? Kind.UNREACHABLE : Kind.BROKEN_OFF, type);
  }

  private static java.net.http.HttpRequest translated(HttpRequest request) {
    var builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .method(request.method().name(), BodyPublishers.ofString(request.body()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    return builder.build();
  }

  private static SuccessfulHttpResponse success(
      HttpResponse<InputStream> response, byte @Nullable [] body) {
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(body)
        .build();
  }

  /** Ends what is still under way. */
  @Override
  public void close() {
    Jdk21.shutdownNow(client);
    executor.shutdown();
  }

  private static ThreadPoolExecutor daemons() {
    var count = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            60,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, "impresario-model-http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Hands out the one client; what a model sets is already decided. */
  private record Shared(ModelHttp http, Duration patience) implements HttpClientBuilder {

    @Override
    public Duration connectTimeout() {
      return patience;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return patience;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return http;
    }
  }
}
