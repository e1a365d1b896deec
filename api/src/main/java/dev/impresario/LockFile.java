package dev.impresario;

import java.util.Map;
import java.util.TreeMap;

/** How pins are written: as sha256sum writes its lists, below a line that names the format. */
final class LockFile {
  private static final String FIRST_LINE = "# impresario-lock 1";
  private static final int VERSION_LENGTH = 64;
  private static final String GAP = "  ";
  private static final String TAB = "\t"; // no id holds one

  private LockFile() {}

  static String write(Pins pins) {
    var text = new StringBuilder(FIRST_LINE).append('\n');
    pins.versions()
        .forEach(
            (id, version) -> {
              String format = pins.formats().get(id);
              text.append(version).append(GAP).append(id);
              text.append(format == null ? "" : TAB + format).append('\n');
            });
    return text.toString();
  }

  static Pins parse(String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      lines[i] = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
    }
    if (!lines[0].equals(FIRST_LINE)) {
      throw invalid(1, "it is not '%s'; write the file anew".formatted(FIRST_LINE));
    }
    var versions = new TreeMap<String, String>();
    var formats = new TreeMap<String, String>();
    for (int i = 1; i < lines.length - 1; i++) {
      add(versions, formats, lines[i], i + 1);
    }
    if (lines.length == 1 || !lines[lines.length - 1].isEmpty()) {
      throw invalid(lines.length, "it does not end, so the file may be cut off; write it anew");
    }
    return new Pins(versions, formats);
  }

  private static void add(
      Map<String, String> versions, Map<String, String> formats, String line, int number) {
    if (!line.startsWith(GAP, VERSION_LENGTH)) {
      throw invalid(number, "it is not a version of 64 digits, two blanks and an id");
    }
    String version = line.substring(0, VERSION_LENGTH);
    int tab = line.indexOf(TAB);
    String id = line.substring(VERSION_LENGTH + GAP.length(), tab < 0 ? line.length() : tab);
    String problem = Pins.problem(versions, id, version);
    if (problem != null) {
      throw invalid(number, problem);
    }
    versions.put(Pins.canonical(id), version);
    if (tab >= 0) {
      String format = line.substring(tab + 1);
      if (!Pins.isVisible(format)) {
        throw invalid(number, "the format of '%s' is not visible text".formatted(id));
      }
      formats.put(Pins.canonical(id), format);
    }
  }

  private static ConfigurationException invalid(int line, String problem) {
    return new ConfigurationException(
        "line %d of the lock file cannot be used: %s".formatted(line, problem));
  }
}
