package dev.impresario.cli;

import dev.impresario.ImpresarioException;
import dev.impresario.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the tools that agents are written for look for them, if nobody names a directory. */
final class ConventionalFolders {
  private final Environment environment;
  private final List<String> formats;

  ConventionalFolders(Environment environment, List<String> formats) {
    this.environment = environment;
    this.formats = formats;
  }

  /**
   * Returns those that exist.
   *
   * @throws ImpresarioException if none does
   */
  List<AgentDirectory> existing() {
    List<Path> project = inProject();
    List<Path> home = inHome();
    var found = new ArrayList<AgentDirectory>();
    addExisting(found, Scope.PROJECT, project);
    addExisting(found, Scope.USER, home);
    if (found.isEmpty()) {
      throw new ImpresarioException(
          "no folder of agents; looked for %s, %s; name a directory that holds agents"
              .formatted(joined(project), joined(home)));
    }
    return found;
  }

  private List<Path> inProject() {
    List<Path> folders = inBoth(environment.project());
    folders.add(environment.project().resolve(".github/agents"));
    if (formats.contains("skill")) {
      folders.add(environment.project().resolve(".github/skills"));
    }
    return folders;
  }

  private List<Path> inHome() {
    List<Path> folders = inBoth(environment.home());
    folders.add(environment.home().resolve(".copilot/agents"));
    return folders;
  }

  private List<Path> inBoth(Path root) {
    var folders = new ArrayList<Path>();
    folders.add(root.resolve(".claude/agents"));
    if (formats.contains("skill")) {
      folders.add(root.resolve(".claude/skills"));
    }
    if (formats.contains("plain")) {
      folders.add(root.resolve(".claude-pm/agents"));
    }
    return folders;
  }

  private static void addExisting(List<AgentDirectory> found, Scope scope, List<Path> folders) {
    for (Path folder : folders) {
      if (Files.isDirectory(folder) && !isAmong(found, folder)) {
        found.add(new AgentDirectory(scope, folder.toString()));
      }
    }
  }

  /** Who works in the home directory itself would meet every agent of it twice. */
  private static boolean isAmong(List<AgentDirectory> found, Path folder) {
    try {
      for (AgentDirectory directory : found) {
        if (Files.isSameFile(Path.of(directory.name()), folder)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new ImpresarioException("cannot look at '%s': %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static String joined(List<Path> folders) {
    var text = new StringBuilder();
    for (Path folder : folders) {
      text.append(text.isEmpty() ? "" : ", ").append(folder);
    }
    return text.toString();
  }
}
