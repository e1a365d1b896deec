package dev.impresario.cli;

import dev.impresario.AgentDefinition;
import dev.impresario.AgentLoadException;
import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import dev.impresario.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads agents that another of the same id shadows. A registry loads only what wins, so each is
 * loaded where it does win: in its directory alone, or if it is shadowed even there, by itself.
 */
final class ShadowedAgents implements AutoCloseable {
  private final List<String> formats;
  private final Map<AgentDirectory, Engine> engines = new HashMap<>();

  ShadowedAgents(List<String> formats) {
    this.formats = formats;
  }

  AgentDefinition load(AgentMetadata shadowed) {
    Origin origin = shadowed.origin();
    var directory = new AgentDirectory(origin.scope(), origin.source());
    Engine alone = engines.computeIfAbsent(directory, d -> Engines.over(List.of(d), formats));
    if (wins(shadowed, alone)) {
      return alone.registry().load(shadowed.id());
    }
    try (Engine single = Engines.over(directory, glob(origin.path()), formats)) {
      if (wins(shadowed, single)) {
        return single.registry().load(shadowed.id());
      }
    }
    throw new AgentLoadException(shadowed, "it is shadowed, and not there any more", null);
  }

  private static boolean wins(AgentMetadata wanted, Engine engine) {
    return engine
        .registry()
        .find(wanted.id())
        .filter(found -> found.origin().path().equals(wanted.origin().path()))
        .isPresent();
  }

  /** Returns a glob that matches the path, and at most what differs in the odd characters of it. */
  private static String glob(String path) {
    var glob = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      glob.append("*?{},".indexOf(c) >= 0 || Character.isWhitespace(c) ? '?' : c);
    }
    return glob.toString();
  }

  @Override
  public void close() {
    engines.values().forEach(Engine::close);
  }
}
