package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What small calls may allocate, to the byte. A ceiling is what was measured when it was set: one
 * object more breaks it. Whoever saves some lowers it, in the same commit.
 */
@Timeout(180)
class AllocationGuardTest {
  private static final int CACHED_LOAD = 24;

  /**
   * By the release of Java: their queues, locks and threads are made of other objects. 48 are of a
   * thread that parks, which it does but on a busy machine.
   */
  private static final Map<Integer, Integer> DELEGATION = Map.of(17, 1_224, 25, 1_776);

  private static final Map<String, Integer> BYTES = new HashMap<>();

  @BeforeAll
  static void measure(@TempDir Path directory) throws IOException, InterruptedException {
    var arguments = new ArrayList<>(AllocationProbe.FLAGS);
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.add(AllocationProbe.class.getName());
    for (String line : ChildJvm.run(directory, arguments)) {
      String[] words = line.split(" ", -1);
      if (words.length == 2 && words[1].matches("\\d+")) {
        BYTES.put(words[0], Integer.valueOf(words[1]));
      }
    }
  }

  @Test
  void record_allocatesNothing() {
    assertThat(BYTES.get("record")).as("bytes a record").isZero();
  }

  @Test
  void load_ofACachedPrompt_allocatesNoMoreThanItDid() {
    assertThat(BYTES.get("cached-load")).as("bytes a load").isLessThanOrEqualTo(CACHED_LOAD);
  }

  @Test
  void delegate_toAnIdleAgent_allocatesNoMoreThanItDid() {
    Integer ceiling = DELEGATION.get(Runtime.version().feature());
    assumeTrue(ceiling != null, "measured on " + DELEGATION.keySet() + " only");

    assertThat(BYTES.get("delegation")).as("bytes a delegation").isLessThanOrEqualTo(ceiling);
  }
}
