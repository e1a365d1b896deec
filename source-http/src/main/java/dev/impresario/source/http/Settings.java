package dev.impresario.source.http;

import dev.impresario.spi.PathFilter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has set.
 *
 * @param manifest where the manifest is, or null if files are named one by one
 * @param urls the files that are named one by one
 */
record Settings(
    @Nullable WebAddress manifest,
    List<WebAddress> urls,
    AllowList allowed,
    PathFilter filter,
    Duration interval,
    Limits limits) {

  /**
   * How far a fetch goes.
   *
   * @param connections how many connections there are at once
   * @param connectionsPerHost how many of them lead to one host
   * @param parallel how many files are fetched at once
   * @param connect how long a connection may take to be made
   * @param total how long a file may take, with redirects, retries and pauses
   * @param fileBytes how large a file may be
   * @param totalBytes how much all files may have
   * @param entries how many files a manifest may list
   * @param breakerFailures after how many failures in a row a host is left alone
   * @param breakerPause for how long
   */
  record Limits(
      int connections,
      int connectionsPerHost,
      int parallel,
      Duration connect,
      Duration total,
      int fileBytes,
      int totalBytes,
      int entries,
      int breakerFailures,
      Duration breakerPause) {}
}
