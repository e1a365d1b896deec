package dev.impresario.core.internal;

import java.util.ArrayList;
import java.util.List;

/** Which ids the name of a file says, as far as that can be known without reading it. */
final class FileNames {
  private static final List<String> ENDINGS = List.of("-agent", "_agent");

  private FileNames() {}

  static boolean says(String path, String id) {
    return idsSaidBy(path).contains(id);
  }

  /**
   * Returns the ids that a file at this path may be of: its name up to each of its dots, since
   * formats differ in their endings, and its folder's name if it is a skill.
   */
  static List<String> idsSaidBy(String path) {
    int slash = path.lastIndexOf('/');
    String file = path.substring(slash + 1);
    var ids = new ArrayList<String>();
    for (int dot = file.indexOf('.', 1); dot > 0; dot = file.indexOf('.', dot + 1)) {
      addStem(ids, file.substring(0, dot));
    }
    if (file.equals("SKILL.md") && slash > 0) {
      ids.add(path.substring(path.lastIndexOf('/', slash - 1) + 1, slash));
    }
    return ids;
  }

  private static void addStem(List<String> ids, String stem) {
    ids.add(stem);
    for (String ending : ENDINGS) { // of plain roles
      if (stem.endsWith(ending) && stem.length() > ending.length()) {
        ids.add(stem.substring(0, stem.length() - ending.length()));
      }
    }
  }
}
