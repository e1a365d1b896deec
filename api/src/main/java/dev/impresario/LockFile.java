package dev.impresario;

import java.util.Map;
import java.util.TreeMap;

/** How pins are written: as sha256sum writes its lists, below a line that names the format. */
final class LockFile {
  private static final String FIRST_LINE = "# impresario-lock 1";
  private static final int VERSION_LENGTH = 64;
  private static final String GAP = "  ";

  private LockFile() {}

  static String write(Map<String, String> versions) {
    var text = new StringBuilder(FIRST_LINE).append('\n');
    versions.forEach((id, version) -> text.append(version).append(GAP).append(id).append('\n'));
    return text.toString();
  }

  static Map<String, String> parse(String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      lines[i] = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
    }
    if (!lines[0].equals(FIRST_LINE)) {
      throw invalid(1, "it is not '%s'; write the file anew".formatted(FIRST_LINE));
    }
    var versions = new TreeMap<String, String>();
    for (int i = 1; i < lines.length - 1; i++) {
      add(versions, lines[i], i + 1);
    }
    if (lines.length == 1 || !lines[lines.length - 1].isEmpty()) {
      throw invalid(lines.length, "it does not end, so the file may be cut off; write it anew");
    }
    return versions;
  }

  private static void add(Map<String, String> versions, String line, int number) {
    if (!line.startsWith(GAP, VERSION_LENGTH)) {
      throw invalid(number, "it is not a version of 64 digits, two blanks and an id");
    }
    String version = line.substring(0, VERSION_LENGTH);
    String id = line.substring(VERSION_LENGTH + GAP.length());
    String problem = Pins.problem(versions, id, version);
    if (problem != null) {
      throw invalid(number, problem);
    }
    versions.put(Pins.canonical(id), version);
  }

  private static ConfigurationException invalid(int line, String problem) {
    return new ConfigurationException(
        "line %d of the lock file cannot be used: %s".formatted(line, problem));
  }
}
