package dev.impresario.core.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The version of a file: the SHA-256 (FIPS 180-4) of its bytes. */
final class Sha256 {
  // To ask for an instance goes through all providers, by reflection from the 16th time on through
  // code that is generated for it: at a process's start that is dearer than the bytes of a file.
  private static final MessageDigest UNUSED = unused();

  private Sha256() {}

  /** Returns the digest in lower-case hexadecimal digits. */
  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(copy().digest(bytes));
  }

  private static MessageDigest copy() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return unused(); // of a provider that someone has put before the platform's own
    }
  }

  private static MessageDigest unused() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
