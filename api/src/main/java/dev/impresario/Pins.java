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
 * @param formats the format that each was read by, as far as it is known: the same bytes may mean
 *     another agent to another format; sorted by id
 */
public record Pins(Map<String, String> versions, Map<String, String> formats) {

  /** What is done about an agent that is not as it is pinned, or not pinned at all. */
  public enum Mode {
    /** It is reported, and used all the same. */
    WARN,
    /** It is reported, and not on offer. */
    REFUSE
  }

  /** Copies, checks and sorts both. An id has one spelling, however its accents are made. */
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
    formats = checked(formats, versions);
  }

  /** Creates the pins of these versions, whatever the format they are read by. */
  public Pins(Map<String, String> versions) {
    this(versions, Map.of());
  }

  /** Returns the pins of these agents as they are now. */
  public static Pins of(Collection<AgentMetadata> agents) {
    var versions = new TreeMap<String, String>();
    var formats = new TreeMap<String, String>();
    for (AgentMetadata agent : agents) {
      versions.put(agent.id(), agent.version());
      formats.put(agent.id(), agent.origin().format());
    }
    return new Pins(versions, formats);
  }

  /** Returns whether the agent is pinned, and is as it is pinned. */
  public boolean matches(AgentMetadata agent) {
    String format = formats.get(agent.id());
    return agent.version().equals(versions.get(agent.id()))
        && (format == null || format.equals(agent.origin().format()));
  }

  /**
   * Reads a lock file as {@link #asText} writes it. Lines may end with CRLF; nothing else may
   * differ.
   *
   * @throws ConfigurationException if it is not one; the message names the line
   */
  public static Pins parse(String text) {
    return LockFile.parse(text);
  }

  /**
   * Returns the text of a lock file: a first line that says so, then a line for each agent, sorted
   * by id: the version, two blanks, the id and, if it is known, a tab and the format. Every line
   * ends with LF.
   */
  public String asText() {
    return LockFile.write(this);
  }

  /** Returns what is wrong with a pin that is to join others, or null. */
  static @Nullable String problem(Map<String, String> others, String id, String version) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    if (!isVisible(id)) {
      return "the id '%s' is not visible text".formatted(SafeText.escape(id));
    }
    if (!isVersion(version)) {
      return "the version of '%s' is not 64 lower-case hexadecimal digits".formatted(id);
    }
    return others.containsKey(canonical(id)) ? "the id '%s' is pinned twice".formatted(id) : null;
  }

  private static Map<String, String> checked(
      Map<String, String> formats, Map<String, String> versions) {
    var sorted = new TreeMap<String, String>();
    formats.forEach(
        (id, format) -> {
          if (!versions.containsKey(canonical(id)) || !isVisible(format)) {
            throw new IllegalArgumentException(
                "the format of '%s' is not visible text, or the id is not pinned"
                    .formatted(SafeText.escape(id)));
          }
          sorted.put(canonical(id), format);
        });
    return Collections.unmodifiableMap(sorted);
  }

  static boolean isVisible(String text) {
    return !text.isBlank() && text.codePoints().noneMatch(SafeText::isUnsafe);
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
