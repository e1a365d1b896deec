package dev.impresario.core.internal;

import dev.impresario.AgentMetadata;
import dev.impresario.Diagnostic;
import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A definition that stands for its id unless another of the same id comes before it. Immutable.
 *
 * @param rank the place of its source in the precedence
 * @param key what its prompt is cached under; made once, since every load needs it
 * @param bodyOffset at which byte of the file the prompt begins
 * @param maximumBytes how large the file may be
 * @param warnings what its format had to say of it
 * @param pinned the prompt, if the file has changed to something unreadable and the cache still had
 *     it; else null
 * @param broken why the prompt is gone, if the file has changed to something unreadable and the
 *     cache had it no more; else null
 */
record Candidate(
    AgentMetadata metadata,
    int rank,
    PromptKey key,
    AgentResource resource,
    int bodyOffset,
    int maximumBytes,
    List<Diagnostic> warnings,
    @Nullable String pinned,
    @Nullable Diagnostic broken)
    implements CoalescingPromptCache.Loader {

  /** Returns this candidate as it stays when its file has changed to something unreadable. */
  Candidate keptThough(Diagnostic unreadable, @Nullable String prompt) {
    if (pinned != null || broken != null) {
      return this;
    }
    return new Candidate(
        prompt != null ? metadata : metadata.asDegraded(),
        rank,
        key,
        resource,
        bodyOffset,
        maximumBytes,
        warnings,
        prompt,
        prompt != null ? null : unreadable);
  }

  /**
   * Reads the prompt from the file. A candidate is its own loader, so that a look-up that finds the
   * prompt held makes none.
   *
   * @throws ChangedSinceScanException if the file is not the one that the metadata came from
   */
  @Override
  public String load() throws IOException {
    byte[] bytes = read();
    if (!Sha256.of(bytes).equals(metadata.version())) {
      throw new ChangedSinceScanException();
    }
    if (bodyOffset > bytes.length) { // only a forged index can say so
      throw new IOException(
          "its prompt begins at byte %,d of %,d by the index; remove the index"
              .formatted(bodyOffset, bytes.length));
    }
    return promptIn(bytes);
  }

  /** Returns the prompt in the bytes of the file, which must be of this version. */
  String promptIn(byte[] bytes) {
    return new String(bytes, bodyOffset, bytes.length - bodyOffset, StandardCharsets.UTF_8);
  }

  private byte[] read() throws IOException {
    try {
      return Objects.requireNonNull(resource.read(maximumBytes), "nothing was read");
    } catch (AgentTooLargeException e) {
      throw new ChangedSinceScanException();
    } catch (IOException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      throw new IOException("its source failed: " + e, e);
    }
  }
}
