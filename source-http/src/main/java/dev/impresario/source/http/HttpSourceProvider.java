package dev.impresario.source.http;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.PathFilter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes sources that hold files of web servers: those that a manifest lists, each with its SHA-256,
 * or single ones. They are held in memory; when the server is gone, what was fetched last is still
 * there.
 *
 * <p>Only https is spoken, and only with addresses of the public internet, unless the option {@code
 * allow} names the host. What {@code include} and {@code exclude} mean is said at {@link
 * PathFilter}; they choose among what a manifest lists.
 */
public final class HttpSourceProvider implements AgentSourceProvider {
  private static final String MANIFEST = "manifest";
  private static final String URLS = "urls";
  private static final String ALLOW = "allow";
  private static final String INTERVAL = "interval";
  private static final String CONNECT_TIMEOUT = "connect-timeout";
  private static final String TIMEOUT = "timeout";
  private static final String CONNECTIONS = "max-connections";
  private static final String CONNECTIONS_PER_HOST = "max-connections-per-host";
  private static final String PARALLEL = "parallel";
  private static final String FILE_BYTES = "max-file-bytes";
  private static final String TOTAL_BYTES = "max-total-bytes";
  private static final String ENTRIES = "max-entries";
  private static final String BREAKER_FAILURES = "breaker-failures";
  private static final String BREAKER_PAUSE = "breaker-pause";

  private static final int MAXIMUM_URLS = 1_000;
  private static final Duration SHORT = Duration.ofMillis(10);

  /** Creates the provider. */
  public HttpSourceProvider() {}

  /**
   * Creates a source of all {@code .md} files that a manifest lists, with the defaults of all
   * options.
   *
   * @throws ConfigurationException if it is no URL that may be gone to
   */
  public static AgentSource of(URI manifest) {
    var provider = new HttpSourceProvider();
    return provider.create(Options.of(provider, Map.of(MANIFEST, manifest.toString())));
  }

  @Override
  public String id() {
    return "http";
  }

  @Override
  public List<OptionSpec> options() {
    var options = new ArrayList<OptionSpec>();
    options.add(option(MANIFEST, OptionSpec.Type.TEXT, "", "the URL of the manifest"));
    options.add(
        option(URLS, OptionSpec.Type.LIST, "", "the URLs of files, if there is no manifest"));
    options.add(
        option(
            ALLOW,
            OptionSpec.Type.LIST,
            "",
            "hosts, or host:port, that may be asked over http, have private addresses, or hold"
                + " files of a manifest elsewhere"));
    options.addAll(PathFilter.options());
    options.add(option(INTERVAL, OptionSpec.Type.DURATION, "PT1M", "how long between polls"));
    options.add(
        option(CONNECT_TIMEOUT, OptionSpec.Type.DURATION, "PT5S", "how long connecting may take"));
    options.add(
        option(
            TIMEOUT,
            OptionSpec.Type.DURATION,
            "PT30S",
            "how long a file may take, with redirects, retries and pauses"));
    options.add(
        option(CONNECTIONS, OptionSpec.Type.INTEGER, "100", "how many connections there may be"));
    options.add(
        option(
            CONNECTIONS_PER_HOST, OptionSpec.Type.INTEGER, "30", "how many of them to one host"));
    options.add(
        option(PARALLEL, OptionSpec.Type.INTEGER, "16", "how many files are fetched at once"));
    options.add(option(FILE_BYTES, OptionSpec.Type.INTEGER, "16777216", "how large a file may be"));
    options.add(
        option(TOTAL_BYTES, OptionSpec.Type.INTEGER, "67108864", "how much is held in memory"));
    options.add(
        option(ENTRIES, OptionSpec.Type.INTEGER, "10000", "how many files a manifest may list"));
    options.add(
        option(
            BREAKER_FAILURES,
            OptionSpec.Type.INTEGER,
            "5",
            "after how many failures in a row a host is left alone"));
    options.add(
        option(BREAKER_PAUSE, OptionSpec.Type.DURATION, "PT30S", "how long it is left alone then"));
    return List.copyOf(options);
  }

  private static OptionSpec option(
      String name, OptionSpec.Type type, String value, String description) {
    return OptionSpec.of(name, type, description).withDefault(value);
  }

  @Override
  public AgentSource create(Options options) {
    return new HttpSource(settings(options), World.real());
  }

  /** Reads the options; asks no server for anything. */
  static Settings settings(Options options) {
    AllowList allowed = AllowList.of(options.list(ALLOW));
    WebAddress manifest = manifest(options, allowed);
    return new Settings(
        manifest,
        urls(options, allowed, manifest),
        allowed,
        PathFilter.of(options),
        duration(options, INTERVAL, Duration.ofMillis(100), Duration.ofDays(7)),
        limits(options));
  }

  private static Settings.Limits limits(Options options) {
    return new Settings.Limits(
        options.integer(CONNECTIONS, 1, 1_000),
        options.integer(CONNECTIONS_PER_HOST, 1, 1_000),
        options.integer(PARALLEL, 1, 100),
        duration(options, CONNECT_TIMEOUT, SHORT, Duration.ofMinutes(1)),
        duration(options, TIMEOUT, SHORT, Duration.ofMinutes(10)),
        options.integer(FILE_BYTES, 1, 64 << 20),
        options.integer(TOTAL_BYTES, 1, 1 << 30),
        options.integer(ENTRIES, 1, 100_000),
        options.integer(BREAKER_FAILURES, 1, 1_000),
        duration(options, BREAKER_PAUSE, SHORT, Duration.ofHours(1)));
  }

  private static @Nullable WebAddress manifest(Options options, AllowList allowed) {
    String written = options.text(MANIFEST);
    return written.isEmpty() ? null : address(MANIFEST, written, allowed);
  }

  private static List<WebAddress> urls(
      Options options, AllowList allowed, @Nullable WebAddress manifest) {
    List<String> written = options.list(URLS);
    if (written.isEmpty() == (manifest == null)) {
      throw new ConfigurationException(
          "source 'http' needs option 'manifest' or option 'urls', and has %s; set one of them"
              .formatted(manifest == null ? "neither" : "both"));
    }
    if (written.size() > MAXIMUM_URLS) {
      throw new ConfigurationException(
          "option 'urls' has %d; at most %d are fetched, so list them in a manifest"
              .formatted(written.size(), MAXIMUM_URLS));
    }
    var names = new HashSet<String>();
    var urls = new ArrayList<WebAddress>();
    for (String one : written) {
      WebAddress url = address(URLS, one, allowed);
      if (!names.add(Paths.name(url))) {
        throw new ConfigurationException(
            "option 'urls' has two files called '%s'; list them in a manifest"
                .formatted(SafeText.escape(Paths.name(url))));
      }
      urls.add(url);
    }
    return List.copyOf(urls);
  }

  private static WebAddress address(String option, String written, AllowList allowed) {
    try {
      WebAddress address = WebAddress.parse(written);
      if (address.isPlain() && !allowed.allows(address)) {
        throw FetchFailure.refused(
            "'%s' is not https; if it is meant, name the host in option 'allow'"
                .formatted(address));
      }
      return address;
    } catch (FetchFailure e) {
      throw new ConfigurationException("option '%s': %s".formatted(option, e.reason()), e);
    }
  }

  private static Duration duration(
      Options options, String name, Duration minimum, Duration maximum) {
    Duration value = options.duration(name);
    if (value.compareTo(minimum) < 0 || value.compareTo(maximum) > 0) {
      throw new ConfigurationException(
          "option '%s' must be from %s to %s, but is %s".formatted(name, minimum, maximum, value));
    }
    return value;
  }
}
