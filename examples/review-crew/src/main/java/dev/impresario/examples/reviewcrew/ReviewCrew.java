package dev.impresario.examples.reviewcrew;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Budget;
import dev.impresario.ConfigurationException;
import dev.impresario.Delegator;
import dev.impresario.Engine;
import dev.impresario.ImpresarioException;
import dev.impresario.Interceptor;
import dev.impresario.SafeText;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has a change reviewed by three agents in parallel, and their findings merged by a fourth. */
public final class ReviewCrew {
  private static final List<String> REVIEWERS =
      List.of("correctness-reviewer", "security-reviewer", "readability-reviewer");
  private static final int LONGEST_CHANGE = 200_000;

  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final int WRONG_USAGE = 2;

  private ReviewCrew() {}

  /**
   * Takes the file that holds the change, such as the output of {@code git diff}. Without more it
   * is a dry run; a runtime's id and its options make it a real one, with any configured model:
   * {@code change.diff langchain4j provider=anthropic model=claude-sonnet-4-5}.
   */
  public static void main(String[] args) {
    int status = run(List.of(args), System.out, System.err);
    if (status != DONE) {
      System.exit(status);
    }
  }

  /** Returns the status to exit with. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.println("usage: review-crew CHANGE [RUNTIME [OPTION=VALUE...]]");
      return WRONG_USAGE;
    }
    try {
      String change = change(args.get(0));
      Impresario.Builder builder = crew();
      if (args.size() > 1) {
        builder.runtime(args.get(1), options(args.subList(2, args.size())));
      }
      try (Engine engine = builder.build()) {
        int status = show(review(engine, change), out, err);
        err.println(engine.monitor().report().text());
        return status;
      }
    } catch (ConfigurationException e) {
      err.println("review-crew: " + e.getMessage());
      return WRONG_USAGE;
    } catch (ImpresarioException e) {
      err.println("review-crew: " + e.getMessage());
      return NOT_DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("review-crew: interrupted");
      return NOT_DONE;
    }
  }

  private static String change(String file) {
    String name = SafeText.escape(file);
    try {
      return Files.readString(Path.of(file), UTF_8);
    } catch (InvalidPathException | NoSuchFileException e) {
      throw new ConfigurationException(
          "no file '%s'; name one that holds a change, such as the output of git diff"
              .formatted(name),
          e);
    } catch (CharacterCodingException e) {
      throw new ImpresarioException("file '%s' is not UTF-8; save it as UTF-8".formatted(name), e);
    } catch (IOException e) {
      throw new ImpresarioException(
          "file '%s' cannot be read: %s".formatted(name, e.getClass().getName()), e);
    }
  }

  private static int show(TaskResult result, PrintStream out, PrintStream err) {
    if (!(result instanceof TaskResult.Failure failure)) {
      out.println(result.text());
      return DONE;
    }
    err.println("review-crew: " + failure.message());
    // foreign words may hold what is not for every screen
    for (Throwable cause = failure.cause();
        cause instanceof ImpresarioException;
        cause = cause.getCause()) {
      String words = String.valueOf(cause.getMessage());
      if (!failure.message().contains(words)) {
        err.println("review-crew:   cause: " + words);
      }
    }
    return NOT_DONE;
  }

  /** Returns all but the runtime. */
  static Impresario.Builder crew() {
    // tag::crew[]
    Interceptor notTooLong =
        (task, chain) ->
            task.input().length() <= LONGEST_CHANGE
                ? chain.proceed(task)
                : TaskResult.refused(task, "the change is too long; review it in parts");

    return Impresario.builder()
        .source("classpath", Scope.PROJECT, Map.of("folder", "review-crew"))
        .concurrency(REVIEWERS.size())
        .taskTimeout(Duration.ofMinutes(5))
        .taskBudget(Budget.unlimited().withTokens(200_000))
        .interceptor(notTooLong);
    // end::crew[]
  }

  /** Returns the review, or why there is none. It goes on as long as one reviewer does not fail. */
  static TaskResult review(Delegator crew, String change) throws InterruptedException {
    // tag::review[]
    List<Task> reviews =
        REVIEWERS.stream().map(reviewer -> Task.of(reviewer, change).withPriority(5)).toList();

    List<TaskResult> results = crew.delegateAll(reviews); // in the order of the tasks
    if (results.stream().allMatch(TaskResult.Failure.class::isInstance)) {
      return results.get(0); // there is nothing to merge
    }
    var findings = new StringBuilder();
    for (TaskResult result : results) {
      findings.append("## ").append(result.task().agent()).append("\n\n");
      if (result instanceof TaskResult.Failure failure) {
        findings.append("no review: ").append(failure.message());
      } else {
        findings.append(result.text());
      }
      findings.append("\n\n");
    }

    // before the reviews of other changes: this one is nearly done
    return crew.delegate(Task.of("review-editor", findings.toString()).withPriority(2));
    // end::review[]
  }

  private static Map<String, String> options(List<String> words) {
    var options = new TreeMap<String, String>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException("an option is written OPTION=VALUE, such as model=NAME");
      }
      options.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return options;
  }
}
