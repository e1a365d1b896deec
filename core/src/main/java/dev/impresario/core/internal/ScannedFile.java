package dev.impresario.core.internal;

import dev.impresario.spi.AgentResource;
import java.util.Objects;

/**
 * A resource with what it said of itself, asked once: a plugin may answer otherwise the next time.
 *
 * @param path the place below the source's root
 * @param revision what the content is known by
 */
record ScannedFile(AgentResource resource, String path, String revision) {

  ScannedFile {
    Objects.requireNonNull(path, "a resource must have a path");
    Objects.requireNonNull(revision, "a resource must have a revision");
  }

  static ScannedFile of(AgentResource resource) {
    return new ScannedFile(resource, resource.path(), resource.revision());
  }
}
