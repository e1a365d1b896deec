package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Pins;
import dev.impresario.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one id differs from what it stood for.
 *
 * @param before what it stood for, or null if it is new
 * @param after what it stands for, or null if it is gone
 */
record AgentChange(String id, @Nullable State before, @Nullable State after) {
  private static final int SHORT_VERSION = 12;

  enum Kind {
    ADDED("+"),
    CHANGED("~"),
    REMOVED("-");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }
  }

  /**
   * What an id stands for.
   *
   * @param format what reads it, or null if any format may
   * @param origin where the agent comes from, or null if that is not known
   */
  record State(String version, @Nullable String format, @Nullable Origin origin) {

    private boolean differsFrom(State other) {
      boolean elsewhere = origin != null && other.origin != null && !origin.equals(other.origin);
      return elsewhere || !version.equals(other.version) || isOfOtherFormat(other);
    }

    private boolean isOfOtherFormat(State other) {
      return format != null && other.format != null && !format.equals(other.format);
    }
  }

  static Map<String, State> found(Collection<AgentMetadata> agents) {
    var states = new TreeMap<String, State>();
    for (AgentMetadata agent : agents) {
      Origin origin = agent.origin();
      states.put(agent.id(), new State(agent.version(), origin.format(), origin));
    }
    return states;
  }

  static Map<String, State> locked(Pins pins) {
    var states = new TreeMap<String, State>();
    pins.versions()
        .forEach((id, version) -> states.put(id, new State(version, pins.formats().get(id), null)));
    return states;
  }

  /** Returns what differs, sorted by id. */
  static List<AgentChange> between(Map<String, State> before, Map<String, State> after) {
    var ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    var changes = new ArrayList<AgentChange>();
    for (String id : ids) {
      State was = before.get(id);
      State is = after.get(id);
      if (was == null || is == null || is.differsFrom(was)) {
        changes.add(new AgentChange(id, was, is));
      }
    }
    return changes;
  }

  Kind kind() {
    return before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
  }

  /** Returns a line for people. */
  String line() {
    String line = kind().sign + " " + SafeText.escape(id);
    Origin origin = after == null ? null : after.origin();
    line += origin == null ? "" : "  " + origin.place();
    return before == null || after == null ? line : line + " (" + difference(before, after) + ")";
  }

  private static String difference(State before, State after) {
    if (!before.version.equals(after.version)) {
      return shortened(before.version) + " \u2192 " + shortened(after.version);
    }
    if (before.isOfOtherFormat(after)) {
      return "format %s \u2192 %s".formatted(before.format, after.format);
    }
    return "was " + Objects.requireNonNull(before.origin).place(); // else nothing would differ
  }

  private static String shortened(String version) {
    return SafeText.escape(version.substring(0, Math.min(SHORT_VERSION, version.length())));
  }

  /** Writes the fields of an object for programs. */
  void write(JsonWriter json) throws IOException {
    Origin origin = after == null ? null : after.origin();
    json.name("change").value(Words.word(kind()));
    json.name("id").value(id);
    json.name("source").value(origin == null ? null : origin.source());
    json.name("path").value(origin == null ? null : origin.path());
    json.name("before").value(before == null ? null : before.version());
    json.name("version").value(after == null ? null : after.version());
    json.name("formatBefore").value(before == null ? null : before.format());
    json.name("format").value(after == null ? null : after.format());
  }
}
