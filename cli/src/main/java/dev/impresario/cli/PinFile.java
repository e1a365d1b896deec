package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.impresario.ConfigurationException;
import dev.impresario.ImpresarioException;
import dev.impresario.Pins;
import dev.impresario.SafeText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/** Reads and writes a lock file. */
final class PinFile {
  private static final long MOST_BYTES = 64L << 20; // some 200,000 agents with long ids

  private PinFile() {}

  /**
   * Reads the pins.
   *
   * @throws ConfigurationException if there are none to be read
   */
  static Pins read(Path file) {
    String name = SafeText.escape(file.toString());
    if (!Files.exists(file)) {
      throw new ConfigurationException(
          "no lock file '%s'; write it with 'lock --file', or name another".formatted(name));
    }
    String text = text(file, name);
    try {
      return Pins.parse(text);
    } catch (ConfigurationException e) {
      throw new ConfigurationException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static String text(Path file, String name) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        throw new ConfigurationException(
            "'%s' is no lock file: not a file of at most %,d bytes; write one with 'lock'"
                .formatted(name, MOST_BYTES));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          "'%s' is no lock file: not UTF-8; write one with 'lock'".formatted(name), e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "cannot read lock file '%s': %s".formatted(name, e.getClass().getName()), e);
    }
  }

  /**
   * Writes the pins, so that whoever reads meanwhile sees either the old ones or the new.
   *
   * @throws ConfigurationException if no file can be there
   */
  static void write(Path file, Pins pins) {
    String name = SafeText.escape(file.toString());
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || directory == null || !Files.isDirectory(directory)) {
      throw new ConfigurationException(
          "'%s' %s; name a file in a directory that is there"
              .formatted(name, Files.isDirectory(file) ? "is a directory" : "has no directory"));
    }
    // never what others can have put there
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path beside = directory.resolve("." + file.getFileName() + "." + random);
    try {
      try {
        write(beside, pins.asText());
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new ImpresarioException(
          "cannot write lock file '%s': %s".formatted(name, e.getClass().getName()), e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      ByteBuffer bytes = UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
