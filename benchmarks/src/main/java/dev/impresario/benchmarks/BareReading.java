package dev.impresario.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A program that only walks a folder and reads and hashes the agents in it: what is left of a limit
 * beyond this is for all else. Alone in its jar, so it uses nothing of ours.
 */
final class BareReading extends SimpleFileVisitor<Path> {
  private final String within;
  private final MessageDigest hash;
  private int agents;

  private BareReading(String within) throws NoSuchAlgorithmException {
    this.within = within;
    this.hash = MessageDigest.getInstance("SHA-256");
  }

  /** Takes the folder, and perhaps what must stand in the paths of the agents in it. */
  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    var reading = new BareReading(args.length > 1 ? args[1] : "");
    Files.walkFileTree(Path.of(args[0]), reading);
    System.out.println(reading.agents + " files");
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String path = file.toString();
    if (path.endsWith(".md") && path.contains(within)) {
      hash.update(Files.readAllBytes(file));
      agents += hash.digest().length > 0 ? 1 : 0;
    }
    return FileVisitResult.CONTINUE;
  }
}
