package dev.impresario.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Agents that say of which version each of their parts is. */
final class VersionedAgent {
  private static final String DESCRIBED = "version ";

  private VersionedAgent() {}

  /** Returns a file that has its number, and a checksum, at both ends. */
  static String text(String id, int number) {
    String middle = "line of %d\n".formatted(number).repeat(10 + number % 300);
    String mark = "%d %s".formatted(number, sha256(middle.getBytes(UTF_8)));
    return "---\nname: %s\ndescription: %s%d\n---\n%s\n%s%s\n"
        .formatted(id, DESCRIBED, number, mark, middle, mark);
  }

  /** Checks that all parts are there and of one version, and returns its number. */
  static int checkWhole(AgentDefinition definition) {
    int number = checkParsed(definition);
    String prompt = definition.prompt().strip();
    int head = prompt.indexOf('\n') + 1;
    int tail = prompt.lastIndexOf('\n') + 1;
    String mark = number + " " + sha256(prompt.substring(head, tail).getBytes(UTF_8));
    assertThat(prompt.substring(0, head).strip()).isEqualTo(mark);
    assertThat(prompt.substring(tail)).isEqualTo(mark);
    return number;
  }

  /** Checks that its header was whole, and returns the number there. */
  static int checkParsed(AgentDefinition definition) {
    assertThat(definition.metadata().description()).matches(DESCRIBED + "\\d+");
    return Integer.parseInt(definition.metadata().description().substring(DESCRIBED.length()));
  }

  /**
   * Starts a process that empties a file and writes it anew, piece by piece, again and again, and
   * leaves it half-written for most of the time.
   */
  static Process foreignWriter(Path file, int rewrites) throws IOException {
    String script =
        """
        i=1
        while [ $i -le %d ]; do
          : > "$0"
          printf -- '---\\nname: qa\\n' >> "$0"
          sleep 0.005
          printf 'description: version ' >> "$0"
          printf '%%d\\n---\\n' $i >> "$0"
          printf 'begin %%d\\n' $i >> "$0"
          printf 'end %%d\\n' $i >> "$0"
          i=$((i+1))
        done
        """
            .formatted(rewrites);
    return new ProcessBuilder("sh", "-c", script, file.toString()).inheritIO().start();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
