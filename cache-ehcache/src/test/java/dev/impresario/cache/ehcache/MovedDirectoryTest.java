package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the directory of an open cache is renamed, and another comes in its place. */
@Timeout(120)
class MovedDirectoryTest {

  @TempDir Path directory;

  private final Log log = new Log();

  @BeforeEach
  void listen() {
    assumeTrue(File.separatorChar == '/', "elsewhere a directory in use cannot be renamed");
    log.start();
  }

  @AfterEach
  void stop() {
    log.stop();
  }

  @Test
  void close_whereANewcomerIsClosed_leavesItsStore() throws IOException {
    Cache<String, String> old = open();
    old.put("qa", "old");
    moveAway();
    put("qa", "new");
    Map<String, String> before = contents();

    old.close();

    assertThat(contents()).isEqualTo(before);
    assertGet("new");
    assertThat(log.messages()).containsExactly(moved());
  }

  @Test
  void close_whereANewcomerIsOpen_leavesItsStore() throws IOException {
    Cache<String, String> old = open();
    old.put("qa", "old");
    moveAway();
    try (Cache<String, String> newcomer = open()) {
      newcomer.put("qa", "new");
      Map<String, String> before = contents();

      old.close();

      assertThat(contents()).isEqualTo(before);
      assertThat(newcomer.get("qa")).isEqualTo("new");
    }
    assertGet("new");
    assertThat(log.messages()).containsExactly(moved());
  }

  @Test
  void invalidateIf_whereANewcomerIsClosed_leavesItsStore() throws IOException {
    try (Cache<String, String> old = open()) {
      old.put("qa", "old");
      moveAway();
      put("qa", "new");

      old.invalidateIf(key -> true);
      old.put("qa", "older");
      assertThat(old.get("qa")).isEqualTo("older");
    }
    assertGet("new");
    assertThat(log.messages())
        .containsExactly(
            moved(),
            "cache 'prompts': the disk tier in '%s' fails; goes on without it".formatted(home()));
  }

  @Test
  void put_thatOpensWhereANewcomerIs_leavesItsStore() throws IOException {
    try (Cache<String, String> old = open()) {
      moveAway();
      put("qa", "new");

      old.put("qa", "old");
      assertThat(old.get("qa")).isEqualTo("old");
    }
    assertGet("new");
  }

  private void moveAway() throws IOException {
    Files.move(home(), directory.resolve("away"));
  }

  private void put(String key, String value) {
    try (Cache<String, String> cache = open()) {
      cache.put(key, value);
    }
  }

  private void assertGet(String expected) {
    try (Cache<String, String> cache = open()) {
      assertThat(cache.get("qa")).isEqualTo(expected);
    }
  }

  private Map<String, String> contents() throws IOException {
    var contents = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isLock = file.endsWith("impresario.lock"); // not to be opened
        contents.put(
            file.toString(),
            isLock ? "" : Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private String moved() {
    return "cache 'prompts': directory '%s' was moved, replaced or deleted while it was in use; what is there is left as it is"
        .formatted(home());
  }

  private Path home() {
    return directory.resolve("prompts");
  }

  private Cache<String, String> open() {
    return Caches.open(Caches.counting(10), Caches.DISK, directory);
  }
}
