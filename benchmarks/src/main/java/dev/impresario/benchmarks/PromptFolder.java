package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.AgentMetadata;
import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/** An engine on a thousand agents of 8 kB, and the plain way to one of their texts. */
final class PromptFolder implements AutoCloseable {
  static final int AGENTS = 1_000;
  private static final int BYTES = 8_192;

  private final Folder folder = Folder.of(AGENTS, BYTES);
  private final Engine engine =
      Impresario.builder()
          .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
          .cache("inmemory", Map.of())
          .build();
  private final List<String> ids;
  private final List<Path> files;

  PromptFolder() throws IOException {
    List<AgentMetadata> agents = engine.registry().list();
    if (agents.size() != AGENTS) {
      throw new IllegalStateException("the engine sees " + agents.size());
    }
    // texts of their own, as they come with tasks
    ids = agents.stream().map(agent -> String.valueOf(agent.id().toCharArray())).toList();
    files = agents.stream().map(agent -> folder.path().resolve(agent.origin().path())).toList();
  }

  Engine engine() {
    return engine;
  }

  List<String> ids() {
    return ids;
  }

  List<Path> files() {
    return files;
  }

  /** Returns the length of all prompts, which the engine loads. */
  long loadAll() {
    long length = 0;
    for (String id : ids) {
      length += engine.registry().load(id).prompt().length();
    }
    return length;
  }

  /** Reads a file and checks it, as a load must that finds nothing in a cache. */
  static String read(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    return hash.length > 0 ? new String(bytes, UTF_8) : "";
  }

  @Override
  public void close() throws IOException {
    engine.close();
    folder.close();
  }
}
