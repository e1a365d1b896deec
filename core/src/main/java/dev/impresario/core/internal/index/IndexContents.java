package dev.impresario.core.internal.index;

import java.util.Map;

/**
 * What an index holds: files by path, by the key of their source. Not changed once it is made.
 *
 * @param stamp by what the files were read: formats, options, versions
 */
public record IndexContents(String stamp, Map<String, Map<String, IndexEntry>> sources) {

  /** Returns one that holds nothing. */
  public static IndexContents none(String stamp) {
    return new IndexContents(stamp, Map.of());
  }

  /** Returns the files of a source by path. */
  public Map<String, IndexEntry> of(String source) {
    return sources.getOrDefault(source, Map.of());
  }

  /** Returns how many files there are. */
  public int size() {
    return sources.values().stream().mapToInt(Map::size).sum();
  }
}
