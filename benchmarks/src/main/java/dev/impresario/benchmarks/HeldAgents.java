package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine that has listed the agents of a folder: their metadata, and whatever it keeps to find,
 * load and refresh them. The baseline is a map by id of maps of the same fields.
 */
public final class HeldAgents implements Holding {
  /** Files that changed a moment ago are read again, for which the engine keeps more. */
  private static final long SETTLED_MILLIS = 2_500;

  @Override
  public AutoCloseable ours(int count) throws IOException, InterruptedException {
    Folder folder = Folder.of(count, 300);
    try {
      Thread.sleep(SETTLED_MILLIS);
      Engine engine =
          Impresario.builder()
              .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
              .build();
      if (engine.registry().list().size() != count) {
        throw new IllegalStateException("the engine sees " + engine.registry().list().size());
      }
      return () -> {
        engine.close();
        folder.close();
      };
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public Object baseline(int count) {
    var agents = new HashMap<String, Map<String, Object>>();
    for (int i = 0; i < count; i++) {
      String id = "agent-%05d".formatted(i);
      agents.put(id, fields(id, i));
    }
    return agents;
  }

  /** Each text is an object of its own, as a parser makes it, save what is the same for all. */
  private static Map<String, Object> fields(String id, int i) {
    var fields = new HashMap<String, Object>();
    fields.put("id", id);
    fields.put("name", id);
    fields.put(
        "description",
        "Reviews part %1$d of the code for faults. Use it after each change of part %1$d."
            .formatted(i));
    fields.put("tools", new ArrayList<>(List.of(copy("Read"), copy("Grep"), copy("Glob"))));
    fields.put("model", copy("sonnet"));
    fields.put("source", "agents");
    fields.put("scope", Scope.PROJECT);
    fields.put("format", "claude");
    fields.put("path", "group-%03d/agent-%05d.md".formatted(i / 100, i));
    fields.put("version", "%064x".formatted(i));
    return fields;
  }

  private static String copy(String text) {
    return new String(text.toCharArray());
  }
}
