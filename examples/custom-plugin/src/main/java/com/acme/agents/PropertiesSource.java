package com.acme.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.Scan;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The agents of a properties file in UTF-8: a key is a path such as {@code review/qa.md}, its value
 * the agent's Markdown; of a key that is written twice the last value counts. Keeps nothing between
 * calls, so it is safe for use by many threads.
 *
 * <p>Each read parses the file anew: right for some hundred agents; more want a database, where one
 * can be looked up. To change the file, move a new one into its place, as a scan that meets half a
 * file finds half of the agents.
 */
final class PropertiesSource implements AgentSource {
  private static final int MAXIMUM_BYTES = 4 << 20;

  private final Path file;

  PropertiesSource(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.toString();
  }

  // tag::scan[]
  // A scan is to read no content, so that it stays quick where content is far or large. Here paths
  // and content are in one file, which is parsed for the paths anyway; so content may be hashed.
  @Override
  public Scan scan() throws IOException {
    var resources = new ArrayList<AgentResource>();
    var problems = new ArrayList<Diagnostic>();
    entries()
        .forEach(
            (key, text) -> {
              if (isPath(key)) {
                resources.add(new Entry(this, key, hash(text)));
              } else {
                problems.add(noPath(key)); // costs no other entry
              }
            });
    return new Scan(resources, problems);
  }

  /** An agent, as a scan found it. Without its text: that would be kept as long as the engine. */
  private record Entry(PropertiesSource source, String path, String revision)
      implements AgentResource {

    @Override
    public byte[] read(int limit) throws IOException {
      return source.read(path, limit);
    }
  }

  // end::scan[]
  // tag::read[]
  /** Reads what the file holds now; the engine notices if that is not what was scanned. */
  private byte[] read(String path, int limit) throws IOException {
    String text = entries().get(path);
    if (text == null) {
      throw new NoSuchFileException(path, null, "no longer in " + name());
    }
    byte[] content = text.getBytes(UTF_8);
    if (content.length > limit) {
      throw new AgentTooLargeException(content.length, limit);
    }
    return content;
  }

  // end::read[]
  /** Sorted, since a scan has an order and {@link Properties} has none. */
  private TreeMap<String, String> entries() throws IOException {
    Properties properties = parsed(text());
    var sorted = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(k -> sorted.put(k, properties.getProperty(k)));
    return sorted;
  }

  private String text() throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) { // to open a pipe is to wait for who writes to it
      throw new FileSystemException(name(), null, "not a regular file");
    }
    if (attributes.size() > MAXIMUM_BYTES) {
      String reason = "%d bytes; at most %d are read".formatted(attributes.size(), MAXIMUM_BYTES);
      throw new FileSystemException(name(), null, reason);
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(name() + " is not UTF-8; save it as UTF-8", e);
    }
  }

  /** Fails for the whole file: where an escape is broken, nobody knows what else is. */
  private Properties parsed(String text) throws IOException {
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IOException(name() + " has a broken \\u escape; write four hex digits", e);
    }
    return properties;
  }

  private static boolean isPath(String key) {
    return Stream.of(key.split("/", -1)).noneMatch(p -> p.isBlank() || p.matches("\\.\\.?"));
  }

  private static Diagnostic noPath(String key) {
    return Diagnostic.ofFile(
        Severity.ERROR, "bad-key", key, "the key is no path", "write one such as review/qa.md");
  }

  /** Not {@code hashCode}: two texts of one hash would be one revision, and a change missed. */
  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
