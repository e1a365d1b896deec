package dev.impresario.examples.reviewcrew;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.Budget;
import dev.impresario.Delegator;
import dev.impresario.Engine;
import dev.impresario.Interceptor;
import dev.impresario.Scope;
import dev.impresario.Task;
import dev.impresario.TaskResult;
import dev.impresario.core.Impresario;
import java.io.IOException;
import java.nio.file.Files;
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

  private ReviewCrew() {}

  /**
   * Takes the file that holds the change, such as the output of {@code git diff}. Without more it
   * is a dry run; a runtime's id and its options make it a real one: {@code change.diff langchain4j
   * provider=anthropic model=claude-sonnet-4-5}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: review-crew CHANGE [RUNTIME [OPTION=VALUE...]]");
      System.exit(2);
    }
    String change = Files.readString(Path.of(args[0]), UTF_8);
    Impresario.Builder builder = crew();
    if (args.length > 1) {
      builder.runtime(args[1], options(List.of(args).subList(2, args.length)));
    }
    try (Engine engine = builder.build()) {
      System.out.println(review(engine, change).text());
      System.err.println(engine.monitor().report().text());
    }
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

  /** Returns the review, or why there is none. A reviewer that fails does not end it. */
  static TaskResult review(Delegator crew, String change) throws InterruptedException {
    // tag::review[]
    List<Task> reviews =
        REVIEWERS.stream().map(reviewer -> Task.of(reviewer, change).withPriority(5)).toList();

    var findings = new StringBuilder();
    for (TaskResult result : crew.delegateAll(reviews)) { // in the order of the tasks
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
        throw new IllegalArgumentException("an option is written OPTION=VALUE");
      }
      options.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return options;
  }
}
