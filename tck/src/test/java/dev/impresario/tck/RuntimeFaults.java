package dev.impresario.tck;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.AgentMetadata;
import dev.impresario.BudgetExceededException;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.spi.AgentRuntime;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What authors of runtimes get wrong. */
final class RuntimeFaults {

  private RuntimeFaults() {}

  private static Fault fault(String what, Supplier<AgentRuntime> maker, String rule, String words) {
    return new Fault(what, new EchoRuntimeProvider(maker), rule, words);
  }

  static List<Fault> ofAgents() {
    return List.of(
        fault(
            "has no answer to what is long",
            () ->
                new EchoRuntime() {
                  @Override
                  @SuppressWarnings("NullAway") // which is the fault
                  Reply execute(EchoAgent agent, Task task, TaskContext context) throws Exception {
                    return task.input().length() > 10_000
                        ? null
                        : super.execute(agent, task, context);
                  }
                },
            "execute_ofAnyDefinitionAndInput_givesAReply",
            "must give a reply"),
        fault(
            "takes an input for a template",
            () ->
                new EchoRuntime() {
                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    return super.ask(agent, input.replace("{{name}}", "?"), context);
                  }
                },
            "execute_passesTheInputAsItIs",
            "nothing in it is executed or expanded"),
        fault(
            "takes a prompt for a template",
            () ->
                new EchoRuntime() {
                  @Override
                  public Agent start(AgentDefinition definition) {
                    return super.start(
                        withPrompt(definition, definition.prompt().replace("${name}", "qa")));
                  }
                },
            "execute_passesThePromptAsItIs",
            "nothing in it is executed or expanded"),
        fault(
            "has one conversation for all agents",
            () ->
                new EchoRuntime() {
                  private final Queue<String> said = new ConcurrentLinkedQueue<>();

                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    said.add(input);
                    return super.ask(agent, String.join("\n", said), context);
                  }

                  @Override
                  void reset(EchoAgent agent) {
                    said.clear();
                  }
                },
            "execute_ofTwoAgentsInTurn_keepsThemApart",
            "must know nothing of another agent"),
        fault(
            "starts one agent only",
            () ->
                new EchoRuntime() {
                  private final Map<String, Agent> started = new ConcurrentHashMap<>();

                  @Override
                  public Agent start(AgentDefinition definition) {
                    return started.computeIfAbsent("only", key -> super.start(definition));
                  }
                },
            "execute_ofTwoAgentsInTurn_keepsThemApart",
            "neither its prompt nor its task"),
        fault(
            "keeps the last prompt of an id",
            () ->
                new EchoRuntime() {
                  private final Map<String, AgentDefinition> kept = new ConcurrentHashMap<>();

                  @Override
                  public Agent start(AgentDefinition definition) {
                    kept.put(definition.metadata().id(), definition);
                    return super.start(definition);
                  }

                  @Override
                  Reply execute(EchoAgent agent, Task task, TaskContext context) throws Exception {
                    AgentDefinition said = agent.definition();
                    AgentDefinition found = kept.getOrDefault(said.metadata().id(), said);
                    return super.execute(new EchoAgent(this, found), task, context);
                  }
                },
            "execute_ofTwoAgentsInTurn_keepsThemApart",
            "neither its prompt nor its task"),
        fault(
            "sends the first prompt of an id, cut after it",
            () ->
                new EchoRuntime() {
                  private final Set<String> sent = ConcurrentHashMap.newKeySet();

                  @Override
                  public Agent start(AgentDefinition definition) {
                    boolean first = sent.add(definition.metadata().id());
                    return super.start(first ? definition : withPrompt(definition, "Go on."));
                  }
                },
            "execute_ofTwoAgentsInTurn_keepsThemApart",
            "of the very definition that was started"),
        fault(
            "keeps the context of the first task, where there is a secret",
            () ->
                new EchoRuntime() {
                  private final Map<EchoAgent, TaskContext> kept =
                      Collections.synchronizedMap(new IdentityHashMap<>());

                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    kept.putIfAbsent(agent, context);
                    return super.ask(
                        agent,
                        input,
                        input.contains("secret") ? kept.getOrDefault(agent, context) : context);
                  }
                },
            "execute_afterReset_worksAndRemembersNothing",
            "by the context of the task at hand"),
        fault(
            "goes on with the last conversation",
            () ->
                new EchoRuntime() {
                  private final ConcurrentHashMap<Integer, String> said = new ConcurrentHashMap<>();

                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    String all =
                        said.merge(System.identityHashCode(agent), input, (old, now) -> old + now);
                    return super.ask(agent, all, context);
                  }
                },
            "execute_afterReset_worksAndRemembersNothing",
            "know no earlier one"),
        fault(
            "has agents for one task only, where there is a secret",
            () ->
                new EchoRuntime() {
                  private final Set<Integer> done = ConcurrentHashMap.newKeySet();

                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    if (input.contains("secret") && !done.add(System.identityHashCode(agent))) {
                      throw new IllegalStateException("it is used");
                    }
                    return super.ask(agent, input, context);
                  }
                },
            "execute_afterReset_worksAndRemembersNothing",
            "must work as for a first task"),
        fault(
            "has one connection for all agents, which each closes",
            () ->
                new EchoRuntime() {
                  private final AtomicBoolean closed = new AtomicBoolean();

                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    if (closed.get() && input.equals("Second.")) {
                      throw new IllegalStateException("it is closed");
                    }
                    return super.ask(agent, input, context);
                  }

                  @Override
                  void close(EchoAgent agent) {
                    closed.set(true);
                  }
                },
            "close_ofOneAgent_leavesTheOthersAsTheyAre",
            "must not harm another"),
        fault(
            "works for one agent at a time",
            () ->
                new EchoRuntime() {
                  private final AtomicInteger busy = new AtomicInteger();

                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    try {
                      if (busy.incrementAndGet() > 1) {
                        throw new IllegalStateException("it is busy");
                      }
                      LockSupport.parkNanos(1_000_000); // so that others do come
                      return super.ask(agent, input, context);
                    } finally {
                      busy.decrementAndGet();
                    }
                  }
                },
            "startAndExecute_byManyThreads_giveRepliesToEach",
            "for many threads at once"));
  }

  static List<Fault> ofModels() {
    return List.of(
        fault(
            "has a model without a name",
            () ->
                new EchoRuntime() {
                  @Override
                  public Set<String> models() {
                    return Set.of("m1", "m2", " ");
                  }
                },
            "models_haveNamesThatStayTheSame",
            "must name models"),
        fault(
            "finds more models each time",
            () ->
                new EchoRuntime() {
                  private final Set<String> models = new HashSet<>(super.models());

                  @Override
                  public synchronized Set<String> models() {
                    models.add("m" + (models.size() + 1));
                    return Set.copyOf(models);
                  }
                },
            "models_haveNamesThatStayTheSame",
            "must stay the same"),
        fault(
            "says another name than the one it lists",
            () ->
                new EchoRuntime() {
                  @Override
                  public String model(AgentMetadata metadata) {
                    return metadata.model() == null
                        ? super.model(metadata)
                        : "acme/" + metadata.model();
                  }
                },
            "model_isOneOfTheModels",
            "must be one of models()"),
        fault(
            "calls what has no price",
            () -> new CallingRuntime(null, "m3"),
            "execute_callsTheModelsThatWereNamed",
            "none but models()"),
        fault(
            "calls its model itself",
            () ->
                new EchoRuntime() {
                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) {
                    return agent.definition().prompt() + input;
                  }
                },
            "execute_callsTheModelsThatWereNamed",
            "must call models by TaskContext.call"),
        fault(
            "calls another model than it said",
            () -> new CallingRuntime("m1", "m2"),
            "execute_callsTheModelsThatWereNamed",
            "must first call what model(...) says"),
        fault(
            "tries until there is money",
            () ->
                new EchoRuntime() {
                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    while (true) {
                      try {
                        return super.ask(agent, input, context);
                      } catch (BudgetExceededException e) {
                        // and again, for ever
                      }
                    }
                  }
                },
            "execute_whenNoCallIsAllowed_givesUp",
            "when no model can be called"),
        fault(
            "tries again when it is interrupted",
            () ->
                new EchoRuntime() {
                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    try {
                      return super.ask(agent, input, context);
                    } catch (InterruptedException e) {
                      return super.ask(agent, input, context);
                    }
                  }
                },
            "execute_whenInterrupted_ends",
            "must end within a second"),
        fault(
            "works on without a call when it is interrupted",
            () ->
                new EchoRuntime() {
                  @Override
                  String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
                    return input.equals("Wait.")
                        ? spin(SECONDS.toNanos(8))
                        : super.ask(agent, input, context);
                  }
                },
            "execute_whenInterrupted_ends",
            "must end within a second"));
  }

  /** Says one model and calls another. */
  private static final class CallingRuntime extends EchoRuntime {
    private final @Nullable String said;
    private final String called;

    CallingRuntime(@Nullable String said, String called) {
      this.said = said;
      this.called = called;
    }

    @Override
    @SuppressWarnings("NullAway") // it may return null as any runtime may
    public String model(AgentMetadata metadata) {
      return said;
    }

    @Override
    String ask(EchoAgent agent, String input, TaskContext context) throws Exception {
      return context.call(called, 100, attempt -> input);
    }
  }

  static List<Fault> ofTheEnd() {
    return List.of(
        fault(
            "has agents that fail when closed again",
            () ->
                new EchoRuntime() {
                  private final Set<Integer> closed = ConcurrentHashMap.newKeySet();

                  @Override
                  void close(EchoAgent agent) {
                    refuse(!closed.add(System.identityHashCode(agent)));
                  }
                },
            "close_ofAnAgentTwice_doesNothingMore",
            "of an agent must do nothing"),
        fault(
            "fails when closed again",
            () ->
                new EchoRuntime() {
                  private final AtomicBoolean closed = new AtomicBoolean();

                  @Override
                  public void close() {
                    refuse(closed.getAndSet(true));
                  }
                },
            "close_ofTheRuntimeTwice_doesNothingMore",
            "of a runtime must do nothing"),
        fault(
            "has a thread for each agent, which goes on for ever",
            () ->
                new EchoRuntime() {
                  @Override
                  public Agent start(AgentDefinition definition) {
                    var thread = new Thread(() -> spin(SECONDS.toNanos(30)), "keep-alive");
                    thread.setDaemon(true);
                    thread.start();
                    return super.start(definition);
                  }
                },
            "close_ofTheRuntime_leavesNoThreadBehind",
            "keep-alive"));
  }

  private static AgentDefinition withPrompt(AgentDefinition definition, String prompt) {
    return new AgentDefinition(definition.metadata(), prompt);
  }

  /** Goes on that long, whoever interrupts. */
  private static String spin(long nanos) {
    long start = System.nanoTime();
    boolean interrupted = false;
    while (System.nanoTime() - start < nanos) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(nanos / 100);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return "done";
  }

  private static void refuse(boolean odd) {
    if (odd) {
      throw new IllegalStateException("it is closed");
    }
  }
}
