package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.SafeText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: results to standard output, messages to standard error, both in UTF-8
 * whatever the locale. Whoever passes text from a file has made it safe to print.
 */
final class Console {
  private static final int BUFFER = 1 << 16;

  private final Writer out;
  private final OutputStream err;
  private final Environment environment;

  Console(OutputStream out, OutputStream err, Environment environment) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, UTF_8), BUFFER);
    this.err = err;
    this.environment = environment;
  }

  int columns() {
    return environment.columns();
  }

  /** Returns how wide a line of progress on standard error may be; 0 if nobody looks at it. */
  int progressColumns() {
    return environment.progressColumns();
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String red(String text) {
    return styled("31", text);
  }

  String yellow(String text) {
    return styled("33", text);
  }

  private String styled(String code, String text) {
    return environment.colors() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Writes a line to standard output. */
  void line(String line) {
    text(line);
    text("\n");
  }

  /** Writes to standard output. */
  void text(String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new OutputFailedException(e);
    }
  }

  /** Returns a writer to standard output that makes all text safe to print; of one line. */
  Writer safeWriter() {
    return new Writer() {
      @Override
      public void write(char[] text, int offset, int length) {
        text(SafeText.escape(new String(text, offset, length)));
      }

      @Override
      public void write(String text, int offset, int length) {
        text(SafeText.escape(text.substring(offset, offset + length)));
      }

      @Override
      public void flush() {
        Console.this.flush();
      }

      @Override
      public void close() {} // the output goes on
    };
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new OutputFailedException(e);
    }
  }

  /** Writes a message to standard error, made safe to print. */
  void error(@Nullable String message) {
    errorLine("impresario: " + SafeText.escape(String.valueOf(message)));
  }

  /** Writes a line of our own to standard error. */
  void errorLine(String line) {
    progress(line + "\n");
  }

  /** Writes text of our own to standard error, line or not. */
  void progress(String text) {
    try {
      err.write(text.getBytes(UTF_8));
      err.flush();
    } catch (IOException e) {
      throw new OutputFailedException(e);
    }
  }
}
