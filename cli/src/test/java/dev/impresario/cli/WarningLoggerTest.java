package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarningLoggerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void redirect() {
    System.setErr(new PrintStream(written, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void warning_ofOurs_isALineWithItsRootCauseAndNoStackTrace() {
    LoggerFactory.getLogger("dev.impresario.cache")
        .warn(
            "cache '{}': the {} tier fails",
            "prompts\u001b",
            "disk",
            new IllegalStateException("it failed", new IOException("no space left")));

    assertThat(written.toString(UTF_8).lines())
        .containsExactly(
            "impresario: warning: cache 'prompts\\u001b': the disk tier fails"
                + " (java.io.IOException: no space left)");
  }

  @Test
  void whatIsLess_orALibrarys_isNotShown() {
    LoggerFactory.getLogger("dev.impresario.cache").info("it goes well");
    LoggerFactory.getLogger("org.ehcache.core.EhcacheManager").error("Close failed");

    assertThat(written.size()).isZero();
  }
}
