package dev.impresario;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Work for one agent, named or chosen by the engine. Immutable. */
public final class Task {
  /** The priority of what cannot wait. */
  public static final int MOST_URGENT = 0;

  /** The priority of a task that says nothing. */
  public static final int NORMAL = 5;

  /** The priority of what can wait. */
  public static final int LEAST_URGENT = 9;

  private static final Map<String, String> NO_ATTRIBUTES = Map.of();

  private final String id;
  private final String agent;
  private final String input;
  private final Map<String, String> attributes;
  private final Settings settings;

  private Task(
      String id, String agent, String input, Map<String, String> attributes, Settings settings) {
    this.id = Objects.requireNonNull(id, "id");
    this.agent = Objects.requireNonNull(agent, "agent");
    this.input = Objects.requireNonNull(input, "input");
    this.attributes = attributes;
    this.settings = settings;
  }

  /** Creates a task with an id of its own, for the agent of this id. */
  public static Task of(String agent, String input) {
    // not a UUID: seeding a secure random costs more than a short run's whole work
    String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    return new Task(id, agent, input, NO_ATTRIBUTES, Settings.NONE);
  }

  /**
   * Creates a task with an id of its own, for the agent that suits the input best. The engine
   * chooses it when the task is submitted, as {@link Registry#match} ranks agents, and has it done
   * as if it had been named. It chooses on the caller's thread, before the task's timeout begins:
   * the first time after agents changed it reads their prompts, for 5 s without any read, 30 s in
   * all. If none is clearly the best, the task fails with {@link TaskResult.Code#NO_CLEAR_AGENT}.
   */
  public static Task forWork(String input) {
    Task task = of("", input);
    return task.with(task.settings.withForWork(true));
  }

  /** Returns this task for the agent of this id, whether another was named or none. */
  public Task withAgent(String agent) {
    return new Task(id, agent, input, attributes, settings.withForWork(false));
  }

  /** Returns this task under another id, such as one of the caller's own books. */
  public Task withId(String id) {
    return new Task(id, agent, input, attributes, settings);
  }

  /** Returns this task with another input. */
  public Task withInput(String input) {
    return new Task(id, agent, input, attributes, settings);
  }

  /** Returns this task with one more attribute, which the agent may read. */
  public Task withAttribute(String name, String value) {
    var extended = new LinkedHashMap<>(attributes);
    extended.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new Task(id, agent, input, Collections.unmodifiableMap(extended), settings);
  }

  /**
   * Returns this task with a priority.
   *
   * @param priority from {@link #MOST_URGENT} to {@link #LEAST_URGENT}; the lower comes first
   */
  public Task withPriority(int priority) {
    if (priority < MOST_URGENT || priority > LEAST_URGENT) {
      throw new IllegalArgumentException(
          "a priority is a number from %d (most urgent) to %d, not %d"
              .formatted(MOST_URGENT, LEAST_URGENT, priority));
    }
    return with(settings.withPriority(priority));
  }

  /** Returns this task with the most time it may take, from its submission on; positive. */
  public Task withTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout must be positive: " + timeout);
    }
    return with(settings.withTimeout(timeout));
  }

  /** Returns this task with what it and all its children together may use up. */
  public Task withBudget(Budget budget) {
    return with(settings.withBudget(Objects.requireNonNull(budget, "budget")));
  }

  /**
   * Returns this task as a child of another: one deeper, never more urgent, and as urgent if it
   * says nothing. The engine does this for what an agent delegates; a host may do it to group
   * tasks.
   */
  public Task childOf(Task parent) {
    int inherited = parent.priority();
    int priority =
        settings.priority() == null ? inherited : Math.max(inherited, settings.priority());
    return with(
        new Settings(
            priority,
            settings.timeout(),
            settings.budget(),
            parent.id,
            parent.depth() + 1,
            settings.forWork()));
  }

  private Task with(Settings other) {
    return new Task(id, agent, input, attributes, other);
  }

  /** Returns what the task is called in results and logs. */
  public String id() {
    return id;
  }

  /** Returns the id of the agent that is to do it; empty as long as {@link #isForWork}. */
  public String agent() {
    return agent;
  }

  /**
   * Returns whether the engine is to choose the agent. Interceptors, agents and the results of
   * tasks that were begun see the task that the choice made of it, which is for that agent.
   */
  public boolean isForWork() {
    return settings.forWork();
  }

  /** Returns what is to be done. */
  public String input() {
    return input;
  }

  /** Returns what else the caller has said, in the order it was added. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Returns the priority; the lower comes first. */
  public int priority() {
    Integer set = settings.priority();
    return set == null ? NORMAL : set;
  }

  /** Returns the most time it may take from its submission on, if the caller has set one. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(settings.timeout());
  }

  /** Returns what it and its children together may use up. */
  public Budget budget() {
    return settings.budget();
  }

  /** Returns the id of the task that delegated this one, if a task did. */
  public Optional<String> parent() {
    return Optional.ofNullable(settings.parent());
  }

  /** Returns how many tasks are above this one. */
  public int depth() {
    return settings.depth();
  }

  /** Shows id, agent and size, never the input or an attribute. */
  @Override
  public String toString() {
    String whom = isForWork() ? "any agent" : "'" + SafeText.escape(agent) + "'";
    return "Task[%s for %s, %d chars]".formatted(SafeText.escape(id), whom, input.length());
  }

  /** What most tasks leave as it is. */
  private record Settings(
      @Nullable Integer priority,
      @Nullable Duration timeout,
      Budget budget,
      @Nullable String parent,
      int depth,
      boolean forWork) {
    static final Settings NONE = new Settings(null, null, Budget.unlimited(), null, 0, false);

    Settings withPriority(int other) {
      return new Settings(other, timeout, budget, parent, depth, forWork);
    }

    Settings withTimeout(Duration other) {
      return new Settings(priority, other, budget, parent, depth, forWork);
    }

    Settings withForWork(boolean other) {
      return new Settings(priority, timeout, budget, parent, depth, other);
    }

    Settings withBudget(Budget other) {
      return new Settings(priority, timeout, other, parent, depth, forWork);
    }
  }
}
