package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;

/** Loads of prompts that the cache does not hold, each of which it then holds. */
public final class UncachedLoad implements Pair {
  private final PromptFolder prompts = new PromptFolder();

  /** Makes the files and scans them. */
  public UncachedLoad() throws IOException {}

  @Override
  public void reset() {
    prompts.engine().prompts().invalidateMatching("*");
  }

  @Override
  public Object ours() {
    return prompts.loadAll();
  }

  @Override
  public Object baseline() throws IOException, NoSuchAlgorithmException {
    long length = 0;
    for (Path file : prompts.files()) {
      length += PromptFolder.read(file).length();
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    prompts.close();
  }
}
