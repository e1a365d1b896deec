package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The least that can tell what is in a folder: all files walked, read and hashed, one by one. */
final class HashedWalk extends SimpleFileVisitor<Path> {
  private long sum;

  private HashedWalk() {}

  /** Returns something that depends on every file. */
  static long of(Path directory) throws IOException {
    var walk = new HashedWalk();
    Files.walkFileTree(directory, walk);
    return walk.sum;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      sum = sum * 31 + hash[0];
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    return FileVisitResult.CONTINUE;
  }
}
