package dev.impresario.source.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes one request at a time of each thread, over Apache HttpClient with nothing of it on that
 * acts by itself: no redirects, retries, cookies, credentials, proxies or unpacking. Safe for use
 * by many threads.
 *
 * <p>The client's own timeouts begin anew with each byte that trickles in, so a guard ends what is
 * still under way at its deadline.
 */
final class Transport implements AutoCloseable {
  private static final int MAXIMUM_LINE = 8_192;
  private static final int MAXIMUM_HEADERS = 100;

  private final Settings.Limits limits;
  private final PinnedNames names;
  private final World world;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor guard;
  private final Set<HttpGet> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Transport(Settings settings, PinnedNames names, World world) {
    this.limits = settings.limits();
    this.names = names;
    this.world = world;
    this.guard = new ScheduledThreadPoolExecutor(1, Threads.named("impresario-http-guard"));
    guard.setRemoveOnCancelPolicy(true);
    this.client = client();
  }

  private CloseableHttpClient client() {
    return HttpClientBuilder.create()
        .setConnectionManager(connections())
        .setRoutePlanner(new DefaultRoutePlanner(null)) // straight there
        .setUserAgent(UserAgent.TEXT)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(limits.total().toNanos()))
                .setResponseTimeout(timeout(limits.total().toNanos()))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableConnectionState()
        .build();
  }

  private PoolingHttpClientConnectionManager connections() {
    var tls =
        world.tls() == null
            ? DefaultClientTlsStrategy.createDefault()
            : new DefaultClientTlsStrategy(world.tls());
    var headers =
        Http1Config.custom()
            .setMaxLineLength(MAXIMUM_LINE)
            .setMaxHeaderCount(MAXIMUM_HEADERS)
            .build();
    return new Connections()
        .setDnsResolver(new Resolver())
        .setTlsSocketStrategy(tls)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(headers).build())
        .setMaxConnTotal(limits.connections())
        .setMaxConnPerRoute(limits.connectionsPerHost())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(limits.connect().toNanos()))
                .setSocketTimeout(timeout(limits.total().toNanos()))
                .build())
        .build();
  }

  /** Connects by sockets of our own, which go straight there. */
  private final class Connections extends PoolingHttpClientConnectionManagerBuilder {
    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver resolver, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          proxy -> world.sockets().get(),
          ports,
          resolver,
          RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
    }
  }

  /** Gives the client what has been checked, and checks what has not. */
  private final class Resolver implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      throw new UnknownHostException("whether a host may be connected to depends on the port");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
      boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
      String authority = (bare ? "[" + host + "]" : host) + ":" + port;
      try {
        return names
            .addresses(WebAddress.parse("https://" + authority), limits.connect().toNanos())
            .stream()
            .map(address -> new InetSocketAddress(address, port))
            .toList();
      } catch (FetchFailure e) {
        var refused = new UnknownHostException("not to be connected to");
        refused.initCause(e);
        throw refused;
      }
    }
  }

  /**
   * Makes a request and reads the answer.
   *
   * @param known what is known of the content there, so that it need not be sent again, or null
   * @throws FetchFailure if there is no answer, in time and within bounds
   */
  Answer get(WebAddress at, @Nullable Validators known, Body body, Deadline deadline)
      throws FetchFailure {
    HttpGet request = request(at, known);
    underWay.add(request);
    Future<?> end = null;
    try {
      end = guard.schedule(request::cancel, deadline.left(), TimeUnit.NANOSECONDS);
      requireOpen();
      return answer(at, request, body);
    } catch (FetchFailure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      requireOpen();
      if (!underWay.contains(request)) {
        throw FetchFailure.answer("interrupted"); // says nothing of the server
      }
      throw failure(e, deadline);
    } finally {
      if (end != null) {
        end.cancel(false);
      }
      underWay.remove(request);
    }
  }

  private void requireOpen() throws FetchFailure {
    if (closed) {
      throw FetchFailure.answer("the source is closed");
    }
  }

  private static HttpGet request(WebAddress at, @Nullable Validators known) {
    var request = new HttpGet(at.uri());
    request.setHeader("Accept-Encoding", "gzip");
    if (known != null && known.at().equals(at)) {
      if (known.etag() != null) {
        request.setHeader("If-None-Match", known.etag());
      }
      if (known.lastModified() != null) {
        request.setHeader("If-Modified-Since", known.lastModified());
      }
    }
    return request;
  }

  private Answer answer(WebAddress at, HttpGet request, Body body) throws IOException {
    var host = new HttpHost(at.scheme(), at.host(), at.port());
    ClassicHttpResponse response = client.executeOpen(host, request, null);
    boolean complete = false;
    try {
      byte[] content = new byte[0];
      HttpEntity entity = response.getEntity();
      if (response.getCode() == 200 && entity != null) {
        content = body.read(entity.getContent(), header(response, "Content-Encoding"));
        complete = true;
      }
      return new Answer(
          response.getCode(),
          content,
          entity == null || entity.isChunked() || entity.getContentLength() >= 0,
          header(response, "Location"),
          header(response, "Retry-After"),
          new Validators(at, header(response, "ETag"), header(response, "Last-Modified")));
    } finally {
      if (!complete && response.getEntity() != null) {
        request.cancel(); // else close would read to the end, which may never come
      }
      close(response);
    }
  }

  private static void close(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // what we wanted of it we have, or have told why not
    }
  }

  /** Returns what all headers of a name say; more than one is more than we know how to read. */
  private static @Nullable String header(ClassicHttpResponse response, String name) {
    Header[] all = response.getHeaders(name);
    if (all.length == 0) {
      return null;
    }
    String value = all[0].getValue() == null ? "" : all[0].getValue();
    return all.length == 1 ? value : value + "," + all[1].getValue();
  }

  private static FetchFailure failure(Exception e, Deadline deadline) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FetchFailure known) {
        return known; // of the resolver
      }
    }
    String what;
    if (deadline.isOver()) {
      what = "it does not come in time";
    } else if (e instanceof SSLException) {
      what = "the connection cannot be made secure: " + e.getClass().getSimpleName();
    } else if (e instanceof ConnectTimeoutException
        || e instanceof java.net.SocketTimeoutException) {
      what = "the server does not answer in time";
    } else if (e instanceof java.net.ConnectException) {
      what = "the server cannot be connected to";
    } else {
      what = "the connection failed: " + e.getClass().getSimpleName();
    }
    return FetchFailure.passing(what, e);
  }

  /** Ends all requests that are under way. */
  void cancelAll() {
    List<HttpGet> ended = List.copyOf(underWay);
    underWay.clear(); // first, so that their failures are known to be ours
    ended.forEach(HttpGet::cancel);
  }

  @Override
  public void close() {
    closed = true;
    cancelAll();
    guard.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }

  private static Timeout timeout(long nanos) {
    return Timeout.ofMilliseconds(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }
}
