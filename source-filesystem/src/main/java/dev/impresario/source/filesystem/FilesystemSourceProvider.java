package dev.impresario.source.filesystem;

import dev.impresario.spi.AgentSource;
import dev.impresario.spi.AgentSourceProvider;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.PathFilter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes sources that hold the files of a directory and of the directories in it.
 *
 * <p>Files and directories whose name begins with a dot are left out, save the source's own
 * directory. A link to a file within the directory is followed; one that leads out of it is
 * reported and not followed; a link to a directory is left out. Directories more than 64 levels
 * down are reported and not entered, and a directory of more than a million entries, or of more
 * than 100,000 that match, is not read to its end.
 *
 * <p>An engine that watches is hinted at changes by the events of the file system, for up to 10,000
 * directories and for the way to them. Where there are none, its scans find what has changed.
 *
 * <p>What {@code include} and {@code exclude} mean is said at {@link PathFilter}. To exclude {@code
 * drafts/} or {@code drafts/**} is to not enter it.
 */
public final class FilesystemSourceProvider implements AgentSourceProvider {
  private static final String DIRECTORY = "directory";
  private static final String REQUIRED = "required";
  private static final String WATCH = "watch";

  /** Creates the provider. */
  public FilesystemSourceProvider() {}

  /** Creates a source of all {@code .md} files of a directory, which need not be there. */
  public static AgentSource of(Path directory) {
    return source(directory, PathFilter.MARKDOWN, false, true);
  }

  @Override
  public String id() {
    return "filesystem";
  }

  @Override
  public List<OptionSpec> options() {
    var options = new ArrayList<OptionSpec>();
    options.add(OptionSpec.of(DIRECTORY, OptionSpec.Type.PATH, "where the files are"));
    options.addAll(PathFilter.options());
    options.add(
        OptionSpec.of(
                REQUIRED, OptionSpec.Type.FLAG, "whether it is an error if there is no directory")
            .withDefault("false"));
    options.add(
        OptionSpec.of(
                WATCH,
                OptionSpec.Type.FLAG,
                "whether an engine that watches asks for file-system events")
            .withDefault("true"));
    return List.copyOf(options);
  }

  @Override
  public AgentSource create(Options options) {
    return source(
        options.path(DIRECTORY),
        PathFilter.of(options),
        options.flag(REQUIRED),
        options.flag(WATCH));
  }

  private static AgentSource source(
      Path directory, PathFilter filter, boolean required, boolean watched) {
    Watch watch =
        watched
            ? new Watch(directory, SystemEvents::open, Watch.MOST_DIRECTORIES, System::nanoTime)
            : null;
    return new FilesystemSource(
        directory, filter, required, Limits.DEFAULT, InstantSource.system(), watch);
  }
}
