package dev.impresario.source.classpath;

import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.PathFilter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes sources that hold the files of a resource folder, such as {@code agents}: of every
 * directory, jar and module in which the class loader sees that folder. If several have a file of
 * the same path, the first counts and the others are reported.
 *
 * <p>A jar has the folder if it has an entry for the folder itself, as build tools write it. A jar
 * within a jar is read where its class loader brings a handler for its URLs, as that of Spring Boot
 * does. A folder in a module is read even where it is an encapsulated package.
 *
 * <p>Files and folders whose name begins with a dot are left out. In a directory, a link to a file
 * within it is followed, one that leads out of it is reported, and one to a directory is left out.
 * Nothing is fetched: a jar that lies on another machine is reported.
 *
 * <p>What {@code include} and {@code exclude} mean is said at {@link PathFilter}.
 */
public final class ClasspathSourceProvider implements AgentSourceProvider {
  private static final String FOLDER = "folder";
  private static final String REQUIRED = "required";

  /** Creates the provider. */
  public ClasspathSourceProvider() {}

  /**
   * Creates a source of all {@code .md} files of a folder, which need not be there.
   *
   * @throws dev.impresario.ConfigurationException if it is no name of a folder
   */
  public static AgentSource of(ClassLoader loader, String folder) {
    return source(loader, folder, PathFilter.MARKDOWN, false);
  }

  @Override
  public String id() {
    return "classpath";
  }

  @Override
  public List<OptionSpec> options() {
    var options = new ArrayList<OptionSpec>();
    options.add(OptionSpec.of(FOLDER, OptionSpec.Type.TEXT, "the resource folder, such as agents"));
    options.addAll(PathFilter.options());
    options.add(
        OptionSpec.of(
                REQUIRED, OptionSpec.Type.FLAG, "whether it is an error if there is no folder")
            .withDefault("false"));
    return List.copyOf(options);
  }

  @Override
  public AgentSource create(Options options) {
    return source(
        options.classLoader(),
        options.text(FOLDER),
        PathFilter.of(options),
        options.flag(REQUIRED));
  }

  private static AgentSource source(
      ClassLoader loader, String folder, PathFilter filter, boolean required) {
    var finder = new RootFinder(loader, Folder.of(folder));
    return new ClasspathSource(finder, filter, required, Limits.DEFAULT, InstantSource.system());
  }
}
