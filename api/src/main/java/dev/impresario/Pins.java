package dev.impresario;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

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

  /** Copies and sorts the versions. */
  public Pins {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  /** Returns the pins of these agents as they are now. */
  public static Pins of(Collection<AgentMetadata> agents) {
    var versions = new TreeMap<String, String>();
    agents.forEach(agent -> versions.put(agent.id(), agent.version()));
    return new Pins(versions);
  }
}
