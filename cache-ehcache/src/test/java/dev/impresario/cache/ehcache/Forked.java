package dev.impresario.cache.ehcache;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** Another process that runs a class of the tests. */
final class Forked {

  private Forked() {}

  /**
   * Starts one.
   *
   * @param before what the shell runs first, such as a limit
   */
  static Process java(String before, Class<?> main, String argument) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        before
            + "exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -cp '%s' '%s' '%s'"
                .formatted(java, System.getProperty("java.class.path"), main.getName(), argument);
    return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
  }

  static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
  }

  /** Says that the process has come to where it should be; the JVM may have said other things. */
  static void ready() {
    System.out.print('!');
    System.out.flush();
  }

  static void awaitReady(Process process) throws IOException {
    var said = new StringBuilder();
    for (int c = process.getInputStream().read(); c != '!'; c = process.getInputStream().read()) {
      if (c == -1) {
        throw new AssertionError("the process has ended: " + said);
      }
      said.append((char) c);
    }
  }
}
