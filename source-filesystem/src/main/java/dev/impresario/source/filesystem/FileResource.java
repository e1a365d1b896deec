package dev.impresario.source.filesystem;

import dev.impresario.spi.AgentResource;
import java.io.IOException;
import java.time.Instant;

/** A file, as a scan found it. Two texts and a shared root, since there are many. */
record FileResource(Root root, String path, String revision) implements AgentResource {

  @Override
  public boolean hasLastingRevision() {
    return Revisions.isLasting(revision);
  }

  @Override
  public Instant lastChanged() throws IOException {
    return root.lastChanged(path);
  }

  @Override
  public byte[] read(int limit) throws IOException {
    return root.read(path, limit);
  }
}
