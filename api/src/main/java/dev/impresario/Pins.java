package dev.impresario;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions that agents are known to be good in, for a lock file. Immutable.
 *
 * @param versions the version of each id: the SHA-256 of its file's bytes, in lower-case
 *     hexadecimal digits; sorted by id
 */
public record Pins(Map<String, String> versions) {

  /** What is done about an agent that is not as it is pinned, or not pinned at all. */
  public enum Mode {
    /** It is reported, and used all the same. */
    WARN,
    /** It is reported, and not on offer. */
    REFUSE
  }

  /**
   * Copies, checks and sorts the versions. An id has one spelling, however its accents are made.
   */
  public Pins {
    var sorted = new TreeMap<String, String>();
    versions.forEach(
        (id, version) -> {
          String problem = problem(sorted, id, version);
          if (problem != null) {
            throw new IllegalArgumentException(problem);
          }
          sorted.put(canonical(id), version);
        });
    versions = Collections.unmodifiableMap(sorted);
  }

  /** Returns the pins of these agents as they are now. */
  public static Pins of(Collection<AgentMetadata> agents) {
    var versions = new TreeMap<String, String>();
    agents.forEach(agent -> versions.put(agent.id(), agent.version()));
    return new Pins(versions);
  }

  /**
   * Reads a lock file as {@link #asText} writes it. Lines may end with CRLF; nothing else may
   * differ.
   *
   * @throws ConfigurationException if it is not one; the message names the line
   */
  public static Pins parse(String text) {
    return new Pins(LockFile.parse(text));
  }

  /**
   * Returns the text of a lock file: a first line that says so, then {@code <version> <id>} in each
   * line, two blanks between, sorted by id. Every line ends with LF.
   */
  public String asText() {
    return LockFile.write(versions);
  }

  /** Returns what is wrong with a pin that is to join others, or null. */
  static @Nullable String problem(Map<String, String> others, String id, String version) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    if (id.isBlank() || id.codePoints().anyMatch(SafeText::isUnsafe)) {
      return "the id '%s' is not visible text".formatted(SafeText.escape(id));
    }
    if (!isVersion(version)) {
      return "the version of '%s' is not 64 lower-case hexadecimal digits".formatted(id);
    }
    return others.containsKey(canonical(id)) ? "the id '%s' is pinned twice".formatted(id) : null;
  }

  static String canonical(String id) {
    boolean ascii = id.chars().allMatch(c -> c < 0x80); // asking first saves loading tables
    return ascii ? id : Normalizer.normalize(id, Normalizer.Form.NFC);
  }

  private static boolean isVersion(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
