package dev.impresario.cache.ehcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impresario.Cache;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FullDiskTest {

  @TempDir Path directory;

  /** A limit on the size of a file stands for a full disk: writing beyond it fails. */
  @Test
  void put_onADiskThatIsFull_goesOnWithoutItAndSaysSoOnce() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "limits are set by a shell");

    Process process = Forked.java("ulimit -f 2048; ", Filler.class, directory.toString());
    String output = Forked.output(process);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .filteredOn(line -> line.contains("fails, perhaps the disk is full; goes on without it"))
        .as(output)
        .hasSize(1);
    assertThat(output).contains("all is well");
    assertThat(directory.resolve("prompts").resolve("ehcache")).doesNotExist(); // room for others
  }

  @Test
  void put_whereMemoryBesideTheHeapIsShort_goesOnWithoutItAndKeepsTheDisk() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "the process is started by a shell");
    try (Cache<String, String> cache =
        Caches.open(Caches.counting(10), Caches.options(Caches.ALL, directory))) {
      cache.put("qa", "1");
    }

    Process process =
        Forked.java(
            "export JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize=1m; ",
            Reader.class,
            directory.toString());
    String output = Forked.output(process);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .filteredOn(line -> line.startsWith("WARN "))
        .as(output)
        .containsExactly(
            "WARN  cache - cache 'prompts': the offheap tier fails, perhaps -XX:MaxDirectMemorySize is too small; goes on without it");
    assertThat(output).contains("qa is 1");
  }

  @Test
  void put_inAFreshDirectoryWhereMemoryIsShort_saysNothingOfAnUncleanEnd() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "the process is started by a shell");

    Process process =
        Forked.java(
            "export JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize=1m; ",
            Writer.class,
            directory.toString());
    String output = Forked.output(process);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .filteredOn(line -> line.startsWith("WARN "))
        .as(output)
        .containsExactly(
            "WARN  cache - cache 'prompts': the offheap tier fails, perhaps -XX:MaxDirectMemorySize is too small; goes on without it");
    try (Cache<String, String> cache = open()) {
      assertThat(cache.get("qa")).isEqualTo("2");
    }
  }

  @Test
  void put_whereTheDiskIsFullFromTheStart_leavesNoFilesAndSaysSoOnce() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "limits are set by a shell");

    Process process = Forked.java("ulimit -f 1; ", Writer.class, directory.toString());
    String output = Forked.output(process);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .filteredOn(line -> line.startsWith("WARN "))
        .as(output)
        .containsExactly(
            "WARN  cache - cache 'prompts': the disk tier in '%s' fails, perhaps the disk is full; goes on without it"
                .formatted(directory.resolve("prompts")));
    assertThat(directory.resolve("prompts").resolve("ehcache")).doesNotExist();
  }

  @Test
  void open_withoutAModuleThatEhcacheNeeds_saysSoOnceAndLeavesTheStoreAsItIs() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "the process is started by a shell");
    try (Cache<String, String> cache = open()) {
      cache.put("qa", "1");
    }

    Process process =
        Forked.java(
            "export JDK_JAVA_OPTIONS=--limit-modules=java.base,java.logging,java.xml,java.naming,java.management; ",
            Writer.class,
            directory.toString());
    String output = Forked.output(process);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines())
        .filteredOn(line -> line.startsWith("WARN "))
        .as(output)
        .containsExactly(
            "WARN  cache - cache 'prompts': a class that ehcache needs cannot be loaded (ClassNotFoundException), perhaps for want of module jdk.unsupported; nothing is cached");
    assertThat(output).contains("qa is null");
    try (Cache<String, String> cache = open()) {
      assertThat(cache.get("qa")).isEqualTo("1");
    }
  }

  private Cache<String, String> open() {
    return Caches.open(Caches.counting(10), Caches.options(Caches.DISK, directory));
  }

  /** Puts one. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      Map<String, String> options = Caches.options(Caches.ALL, Path.of(args[0]));
      try (Cache<String, String> cache = Caches.open(Caches.counting(10), options)) {
        cache.put("qa", "2");
        System.out.println("qa is " + cache.get("qa"));
      }
    }
  }

  /** Reads what another process has put. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      Map<String, String> options = Caches.options(Caches.ALL, Path.of(args[0]));
      try (Cache<String, String> cache = Caches.open(Caches.counting(10), options)) {
        System.out.println("qa is " + cache.get("qa"));
      }
    }
  }

  /** Writes more than a file may hold. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] args) {
      Map<String, String> options = Map.of("heap", "100", "disk", "64", "directory", args[0]);
      try (Cache<String, String> cache = Caches.open(Caches.counting(100_000), options)) {
        for (int i = 0; i < 4_000; i++) {
          String value = ("value-" + i).repeat(200);
          cache.put("key-" + i, value);
          for (int back = 0; back < 3; back++) {
            String seen = cache.get("key-" + (i - back * 31));
            if (seen != null && !seen.equals(("value-" + (i - back * 31)).repeat(200))) {
              throw new AssertionError("a wrong value");
            }
          }
        }
        String last = cache.get("key-3999");
        if (!"value-3999".repeat(200).equals(last)) {
          throw new AssertionError("it no longer holds anything");
        }
        if (cache.size().entries() != 100) {
          throw new AssertionError("it holds " + cache.size());
        }
      }
      System.out.println("all is well");
    }
  }
}
