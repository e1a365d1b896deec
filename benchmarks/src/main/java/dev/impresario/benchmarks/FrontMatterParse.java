package dev.impresario.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.benchmarks.AgentFiles.AgentFile;
import dev.impresario.spi.AgentFormat;
import dev.impresario.spi.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * What each file says of itself, from its bytes to its fields: ours finds the front matter, checks
 * the whole file's text, reads the fields and judges them; the baseline decodes the file, cuts the
 * front matter out and has the library make a map of it.
 */
public final class FrontMatterParse implements Pair {
  /** Every value as it is written, as ours has them; the quickest of the library's schemas too. */
  private static final LoadSettings TEXTS =
      LoadSettings.builder().setSchema(new FailsafeSchema()).build();

  /** Passes a sample: of one alone, half is what the collection of garbage before it left cold. */
  static final int PASSES = 20;

  private final List<Job> jobs = new ArrayList<>();

  /** Files that the library refuses, since people's front matter need not be YAML. */
  private int refused;

  /** Reads the files, and keeps those of which the library can make a map. */
  public FrontMatterParse() throws IOException {
    Map<String, AgentFormat> formats = Providers.formats();
    for (AgentFile file : AgentFiles.all()) {
      if (frontMatter(file.content()) != null) {
        add(file, formats);
      }
    }
  }

  private void add(AgentFile file, Map<String, AgentFormat> formats) {
    var job = new Job(file, format(file.path(), formats));
    try {
      if (job.baseline() instanceof Map) {
        jobs.add(job);
      }
    } catch (YamlEngineException e) {
      refused++;
    }
  }

  private static AgentFormat format(String path, Map<String, AgentFormat> formats) {
    String name = path.endsWith("/SKILL.md") ? "skill" : "claude";
    return Objects.requireNonNull(formats.get(path.endsWith(".agent.md") ? "copilot" : name));
  }

  private static @Nullable String frontMatter(byte[] content) {
    String text = new String(content, UTF_8);
    int end = text.indexOf("\n---", 3);
    return text.startsWith("---\n") && end >= 0 ? text.substring("---\n".length(), end + 1) : null;
  }

  int files() {
    return jobs.size();
  }

  int refused() {
    return refused;
  }

  /** Returns the files of which ours says something else than the library, and what. */
  List<String> differences() {
    var differences = new ArrayList<String>();
    for (Job job : jobs) {
      Header header = job.ours();
      if (header == null) {
        differences.add(job.file.path() + ": refused");
      } else {
        ((Map<?, ?>) job.baseline())
            .forEach(
                (field, value) -> {
                  if (!SameField.says(header, (String) field, value)) {
                    differences.add(job.file.path() + ": " + field);
                  }
                });
      }
    }
    return differences;
  }

  @Override
  public Object ours() {
    int read = 0;
    for (int i = 0; i < PASSES; i++) {
      for (Job job : jobs) {
        read += job.ours() != null ? 1 : 0;
      }
    }
    return read;
  }

  @Override
  public Object baseline() {
    int read = 0;
    for (int i = 0; i < PASSES; i++) {
      for (Job job : jobs) {
        read += job.baseline() != null ? 1 : 0;
      }
    }
    return read;
  }

  private record Job(AgentFile file, AgentFormat format) {

    @Nullable Header ours() {
      return format.parse(file.path(), file.content()).header();
    }

    Object baseline() {
      return new Load(TEXTS).loadFromString(Objects.requireNonNull(frontMatter(file.content())));
    }
  }
}
