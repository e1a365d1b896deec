package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Scope;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first scan of an engine that is built, and its files walked, read and hashed. */
public abstract class FirstDiscovery implements Pair {
  private final int files;
  private final Folder folder;
  private @Nullable Engine engine;

  private FirstDiscovery(int files) throws IOException {
    this.files = files;
    this.folder = Folder.of(files, 8_000);
  }

  @Override
  public void reset() {
    if (engine != null) {
      engine.close();
    }
    engine =
        Impresario.builder()
            .source("filesystem", Scope.PROJECT, Map.of("directory", folder.path().toString()))
            .watch(false)
            .build();
  }

  @Override
  public Object ours() {
    int listed = engine == null ? 0 : engine.registry().list().size();
    if (listed != files) {
      throw new IllegalStateException("listed %d of %d agents".formatted(listed, files));
    }
    return listed;
  }

  @Override
  public Object baseline() throws IOException {
    return HashedWalk.of(folder.path());
  }

  @Override
  public void close() throws IOException {
    if (engine != null) {
      engine.close();
    }
    folder.close();
  }

  /** Of a thousand files. */
  public static final class Thousand extends FirstDiscovery {
    /** Makes the files. */
    public Thousand() throws IOException {
      super(1_000);
    }
  }

  /** Of ten thousand files: it must cost ten times as much, not more. */
  public static final class TenThousand extends FirstDiscovery {
    /** Makes the files. */
    public TenThousand() throws IOException {
      super(10_000);
    }
  }
}
