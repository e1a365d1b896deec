package dev.impresario.cli;

import dev.impresario.ConfigurationException;
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
   * @throws ConfigurationException if one of the project's lies elsewhere
   */
  List<AgentDirectory> existing() {
    // the home first: what a project links to must not stop being the user's
    List<Path> users = existing(inHome(), List.of());
    List<Path> projects = existing(inProject(), users);
    projects.forEach(this::requireWithinProject);
    var found = new ArrayList<AgentDirectory>();
    projects.forEach(folder -> found.add(new AgentDirectory(Scope.PROJECT, folder.toString())));
    users.forEach(folder -> found.add(new AgentDirectory(Scope.USER, folder.toString())));
    if (found.isEmpty()) {
      throw new ImpresarioException(
          "no folder of agents; looked for %s, %s; name a directory that holds agents"
              .formatted(joined(inProject()), joined(inHome())));
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

  private static List<Path> existing(List<Path> folders, List<Path> others) {
    var found = new ArrayList<Path>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder) && !isAmong(others, folder) && !isAmong(found, folder)) {
        found.add(folder);
      }
    }
    return found;
  }

  /** Who works in the home directory itself would meet every agent of it twice. */
  private static boolean isAmong(List<Path> found, Path folder) {
    try {
      for (Path known : found) {
        if (Files.isSameFile(known, folder)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw cannotLook(folder, e);
    }
  }

  /** A link in a checkout is not the user's word for what is to be read. */
  private void requireWithinProject(Path folder) {
    try {
      Path real = folder.toRealPath();
      if (!real.startsWith(environment.project().toRealPath())) {
        throw new ConfigurationException(
            "'%s' is a link that leaves the project, to '%s'; remove it, or name the directories"
                    .formatted(folder, real)
                + " to look in");
      }
    } catch (IOException e) {
      throw cannotLook(folder, e);
    }
  }

  private static ImpresarioException cannotLook(Path folder, IOException e) {
    return new ImpresarioException("cannot look at '%s': %s".formatted(folder, e.getMessage()), e);
  }

  private static String joined(List<Path> folders) {
    var text = new StringBuilder();
    for (Path folder : folders) {
      text.append(text.isEmpty() ? "" : ", ").append(folder);
    }
    return text.toString();
  }
}
