package dev.impresario.core.internal;

import dev.impresario.spi.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt is cached under: everything that decides its text. Another version of a file has
 * another key, so what is found under a key is never stale.
 *
 * <p>Not a record: the hash is wanted on every look-up, so it is computed once.
 */
final class PromptKey {
  static final Codec<PromptKey> CODEC = new KeyCodec();

  private final String id;
  private final String version;
  private final String format;
  private final int formatRevision;
  private final int hash;

  PromptKey(String id, String version, String format, int formatRevision) {
    this.id = id;
    this.version = version;
    this.format = format;
    this.formatRevision = formatRevision;
    this.hash =
        ((id.hashCode() * 31 + version.hashCode()) * 31 + format.hashCode()) * 31 + formatRevision;
  }

  String id() {
    return id;
  }

  String version() {
    return version;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof PromptKey key
            && hash == key.hash
            && formatRevision == key.formatRevision
            && id.equals(key.id)
            && version.equals(key.version)
            && format.equals(key.format));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return id + "@" + version;
  }

  private static final class KeyCodec implements Codec<PromptKey> {

    @Override
    public byte[] encode(PromptKey key) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new DataOutputStream(bytes)) {
        out.writeUTF(key.id);
        out.writeUTF(key.version);
        out.writeUTF(key.format);
        out.writeInt(key.formatRevision);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    @Override
    public PromptKey decode(byte[] bytes) {
      try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        return new PromptKey(in.readUTF(), in.readUTF(), in.readUTF(), in.readInt());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
