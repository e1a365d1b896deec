package dev.impresario.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;

/** One run of the program: its status and what it wrote. */
record Run(int status, String out, String err) {
  private static final Path NOWHERE = Path.of("no-such-directory");
  static final Environment PIPE = new Environment(NOWHERE, NOWHERE, 100, false, 0);

  static Run of(String... args) {
    return in(PIPE, args);
  }

  static Run in(Environment environment, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = Main.run(args, out, err, environment);
    return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  static Environment terminal(int columns) {
    return new Environment(NOWHERE, NOWHERE, columns, true, columns);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  List<JsonObject> objects() {
    return out.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }
}
