package dev.impresario.spi;

import dev.impresario.ConfigurationException;
import dev.impresario.SafeText;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chooses paths by globs, alike for every source that offers the options {@code include} and {@code
 * exclude}. Immutable.
 *
 * <p>In a glob, {@code *} stands for any text within a name, {@code ?} for one character of it,
 * {@code **} for any text at all, <code>**&#47;</code> for any number of directories, none
 * included, and <code>{a,b}</code> for either; upper and lower case differ on every system.
 */
public final class PathFilter {
  // Not java.nio's PathMatcher: there, **/*.md misses the files of the root, ** stops at a line
  // break in a name, and case counts on some systems only.

  private static final String INCLUDE = "include";
  private static final String EXCLUDE = "exclude";
  private static final String DEFAULT_INCLUDE = "**/*.md";

  /** Chooses every {@code .md} file. */
  public static final PathFilter MARKDOWN = of(List.of(DEFAULT_INCLUDE), List.of());

  private static final String ANY_DIRECTORY = "**/";
  private static final String ANY_NAME = "**/*";

  private final Predicate<String> included;
  private final Predicate<String> excluded;
  private final Predicate<String> ruledOut;

  private PathFilter(
      Predicate<String> included, Predicate<String> excluded, Predicate<String> ruledOut) {
    this.included = included;
    this.excluded = excluded;
    this.ruledOut = ruledOut;
  }

  /**
   * Creates a filter in code: of the paths that the former condition accepts, below no directory
   * that the latter rules out. Directories are asked about with a {@code /} at their end.
   */
  public static PathFilter of(Predicate<String> included, Predicate<String> ruledOut) {
    return new PathFilter(included, path -> false, ruledOut);
  }

  /** Returns the options to offer: {@code include} and {@code exclude}, with their defaults. */
  public static List<OptionSpec> options() {
    return List.of(
        OptionSpec.of(INCLUDE, OptionSpec.Type.LIST, "globs of the files to offer")
            .withDefault(DEFAULT_INCLUDE),
        OptionSpec.of(EXCLUDE, OptionSpec.Type.LIST, "globs of the files to leave out")
            .withDefault(""));
  }

  /**
   * Creates the filter that a user has set.
   *
   * @throws ConfigurationException if there is nothing to include, or a glob is not well-formed
   */
  public static PathFilter of(Options options) {
    return of(options.list(INCLUDE), options.list(EXCLUDE));
  }

  /**
   * Creates the filter of the paths that one of the former globs matches, and none of the latter.
   *
   * @throws ConfigurationException if there is nothing to include, or a glob is not well-formed
   */
  public static PathFilter of(List<String> include, List<String> exclude) {
    if (include.isEmpty()) {
      throw new ConfigurationException(
          "option 'include' has no glob; name one, for example '%s'".formatted(DEFAULT_INCLUDE));
    }
    List<String> out = exclude.stream().map(PathFilter::spelledOut).toList();
    List<String> deep = out.stream().filter(PathFilter::meansAllBelow).toList();
    return new PathFilter(anyOf(include), anyOf(out), anyOf(deep));
  }

  /** Returns whether the path, {@code /} between its parts, is chosen. */
  public boolean accepts(String path) {
    return included.test(path) && !excluded.test(path);
  }

  /** Returns whether nothing below this directory can be chosen, so that it need not be entered. */
  public boolean rulesOut(String directory) {
    return ruledOut.test(directory + "/");
  }

  private static String spelledOut(String glob) {
    return glob.endsWith("/") ? glob + "**" : glob;
  }

  /** Returns whether a glob that matches {@code a/} also matches all that is in there. */
  private static boolean meansAllBelow(String glob) {
    return glob.endsWith("**"); // not "a/*": it matches "a/", but not "a/b/c"
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
