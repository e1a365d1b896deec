package dev.impresario.source.filesystem;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chooses paths by globs. Not {@link java.nio.file.PathMatcher}: there, {@code **}{@code /*.md}
 * misses the files of the root, {@code **} stops at a line break in a name, and case counts on some
 * systems only.
 */
final class PathFilter {
  static final String DEFAULT_INCLUDE = "**/*.md";
  static final PathFilter MARKDOWN = of(List.of(DEFAULT_INCLUDE), List.of());

  private static final String ANY_DIRECTORY = "**/";
  private static final String ANY_NAME = "**/*";

  private final Predicate<String> included;
  private final Predicate<String> excluded;

  PathFilter(Predicate<String> included, Predicate<String> excluded) {
    this.included = included;
    this.excluded = excluded;
  }

  /**
   * Creates the filter of the paths that one of the former globs matches, and none of the latter.
   */
  static PathFilter of(List<String> include, List<String> exclude) {
    if (include.isEmpty()) {
      throw new ConfigurationException(
          "option 'include' has no glob; name one, for example '%s'".formatted(DEFAULT_INCLUDE));
    }
    return new PathFilter(anyOf(include), anyOf(exclude));
  }

  boolean accepts(String path) {
    return included.test(path) && !excluded.test(path);
  }

  /** Returns whether nothing below this directory can be accepted. */
  boolean rulesOut(String directory) {
    // What matches the bare "directory/" ends in "/" or "**", so it means all that is in there.
    return excluded.test(directory + "/");
  }

  private static Predicate<String> anyOf(List<String> globs) {
    return globs.stream().map(PathFilter::matcher).reduce(path -> false, Predicate::or);
  }

  private static Predicate<String> matcher(String glob) {
    String ending = glob.startsWith(ANY_NAME) ? glob.substring(ANY_NAME.length()) : "/";
    if (ending.chars().noneMatch(c -> "*?{}/".indexOf(c) >= 0)) {
      return path -> path.endsWith(ending); // what nearly everybody uses, for every file of a scan
    }
    return Pattern.compile(regex(glob), Pattern.DOTALL).asMatchPredicate();
  }

  private static String regex(String glob) {
    var regex = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          if (glob.startsWith(ANY_DIRECTORY, i)) {
            regex.append("(?:.*/)?");
            i += 2;
          } else if (glob.startsWith("**", i)) {
            regex.append(".*");
            i += 1;
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '{' -> {
          braces++;
          regex.append("(?:");
        }
        case '}' -> {
          braces--;
          checkBraces(glob, braces >= 0);
          regex.append(')');
        }
        case ',' -> regex.append(braces > 0 ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    checkBraces(glob, braces == 0);
    return regex.toString();
  }

  private static void checkBraces(String glob, boolean paired) {
    if (!paired) {
      throw new ConfigurationException(
          "glob '%s' has a brace without its partner; write {a,b}"
              .formatted(SafeText.escape(glob)));
    }
  }
}
