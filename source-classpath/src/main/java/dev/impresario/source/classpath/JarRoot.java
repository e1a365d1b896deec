package dev.impresario.source.classpath;

import dev.impresario.spi.AgentTooLargeException;
import dev.impresario.spi.PathFilter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A folder of a jar. The jar is opened through its URL, since only the URL's own handler knows jars
 * within jars, and closed again each time, so that it can be replaced. Opening costs little while
 * the class loader, too, has the jar open: the JDK then shares the table of contents.
 */
record JarRoot(URL url) implements Root {

  @Override
  public String name() {
    return url.toExternalForm();
  }

  @Override
  public void list(PathFilter filter, Revisions revisions, Findings findings) throws IOException {
    JarURLConnection connection = connect();
    String jarRevision = revisionOf(connection.getJarFileURL(), revisions);
    String prefix = prefixOf(connection);
    try (JarFile jar = connection.getJarFile()) {
      Iterator<JarEntry> entries = jar.entries().asIterator();
      while (entries.hasNext() && findings.mayLook()) {
        JarEntry entry = entries.next();
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          consider(entry, prefix, jarRevision, filter, findings);
        }
      }
    }
  }

  private void consider(
      JarEntry entry, String prefix, String jarRevision, PathFilter filter, Findings findings) {
    String path = entry.getName().substring(prefix.length());
    if (!filter.accepts(path)) {
      return;
    }
    if (leadsOut(path)) {
      findings.nameOutside(path);
    } else if (!isHidden(path)) {
      findings.offer(this, path, revisionOf(entry) + "." + jarRevision);
    }
  }

  @Override
  public byte[] read(String path, int limit) throws IOException {
    JarURLConnection connection = connect();
    try (JarFile jar = connection.getJarFile()) {
      JarEntry entry = jar.getJarEntry(prefixOf(connection) + path);
      if (entry == null || entry.isDirectory()) {
        throw new NoSuchFileException(path);
      }
      if (entry.getSize() > limit) {
        throw new AgentTooLargeException(entry.getSize(), limit);
      }
      try (InputStream in = jar.getInputStream(entry)) {
        return Root.readBounded(in, limit);
      }
    } catch (FileNotFoundException e) {
      var gone = new NoSuchFileException(path);
      gone.initCause(e);
      throw gone;
    } catch (SecurityException e) {
      throw new IOException("the jar's signature does not fit: " + e.getMessage(), e);
    }
  }

  private JarURLConnection connect() throws IOException {
    var connection = (JarURLConnection) url.openConnection();
    connection.setUseCaches(false); // a cached jar stays open for good
    return connection;
  }

  private static String prefixOf(JarURLConnection connection) {
    String name = String.valueOf(connection.getEntryName());
    return name.endsWith("/") ? name : name + "/";
  }

  /** The checksum alone is short enough to meet by chance; the jar's own state is not. */
  private static String revisionOf(URL jar, Revisions revisions) throws IOException {
    if (!jar.getProtocol().equals("file")) {
      return "";
    }
    try {
      return revisions.of(Path.of(jar.toURI()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("no path of this system: " + jar, e);
    }
  }

  private static String revisionOf(JarEntry entry) {
    return Long.toString(entry.getCrc(), 36)
        + "."
        + Long.toString(entry.getSize(), 36)
        + "."
        + Long.toString(entry.getTime(), 36);
  }

  private static boolean leadsOut(String path) {
    return List.of(path.split("[/\\\\]", -1)).stream()
        .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  private static boolean isHidden(String path) {
    return path.startsWith(".") || path.contains("/.");
  }
}
