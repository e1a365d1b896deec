package dev.impresario.source.http;

import dev.impresario.spi.AgentResource;
import dev.impresario.spi.AgentTooLargeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file in memory, as it was fetched. Immutable. */
final class HeldFile implements AgentResource {
  private final String path;
  private final byte[] bytes;
  private final String revision;
  private final Validators validators;

  /**
   * Creates one.
   *
   * @param bytes its content, ours from here on
   * @param sha256 that of the content
   */
  HeldFile(String path, byte[] bytes, String sha256, Validators validators) {
    this.path = path;
    this.bytes = bytes;
    this.revision = sha256;
    this.validators = validators;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String revision() {
    return revision;
  }

  @Override
  public boolean hasLastingRevision() {
    return true; // it is the content's own hash
  }

  @Override
  public byte[] read(int limit) {
    if (bytes.length > limit) {
      throw new AgentTooLargeException(bytes.length, limit);
    }
    return bytes.clone();
  }

  int size() {
    return bytes.length;
  }

  Validators validators() {
    return validators;
  }
}
