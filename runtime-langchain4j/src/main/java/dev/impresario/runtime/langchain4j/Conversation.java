package dev.impresario.runtime.langchain4j;

import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.ModelCall.Attempt;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.SafeText;
import dev.impresario.Task;
import dev.impresario.TaskContext;
import dev.impresario.Usage;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent that converses with a model until it uses no more tools. It holds nothing between tasks,
 * so there is nothing to forget.
 */
final class Conversation implements Agent {
  private final AgentDefinition definition;
  private final List<NamedModel> chain;
  private final HostTools tools;
  private final int maxTurns;
  private final Duration patience;

  /** Creates an agent that asks the first model of a chain, and the others if it cannot be had. */
  Conversation(
      AgentDefinition definition,
      List<NamedModel> chain,
      HostTools tools,
      int maxTurns,
      Duration patience) {
    this.definition = definition;
    this.chain = List.copyOf(chain);
    this.tools = tools;
    this.maxTurns = maxTurns;
    this.patience = patience;
  }

  @Override
  public Reply execute(Task task, TaskContext context) throws Exception {
    return new Talk(task, context).untilDone();
  }

  /** What is said about one task. Used by one thread. */
  private final class Talk {
    private final TaskContext context;
    private final Emitter emitter;
    private final List<ChatMessage> messages = new ArrayList<>();
    private Usage usage = Usage.NONE;

    Talk(Task task, TaskContext context) {
      this.context = context;
      this.emitter = new Emitter(context);
      if (!definition.prompt().isBlank()) {
        messages.add(SystemMessage.from(definition.prompt()));
      }
      messages.add(UserMessage.from(task.input()));
    }

    Reply untilDone() throws Exception {
      for (int turn = 1; turn <= maxTurns; turn++) {
        emitter.turn();
        AiMessage answer = answer().aiMessage();
        if (!answer.hasToolExecutionRequests()) {
          return new Reply(answer.text(), usage);
        }
        messages.add(answer);
        for (ToolExecutionRequest request : answer.toolExecutionRequests()) {
          endIfCancelled();
          messages.add(tools.use(request, context));
        }
      }
      throw ModelCallException.lasting(
          "agent '%s' has not finished within %d turns; raise option 'max-turns', and maxTurns in its file if that is less"
              .formatted(SafeText.escape(definition.id()), maxTurns),
          null);
    }

    /**
     * A tool may return as if nothing were when its task is cancelled; the next is not to begin.
     */
    private void endIfCancelled() throws InterruptedException {
      if (context.cancelled() || Thread.interrupted()) {
        throw new InterruptedException();
      }
    }

    /** Asks one model after the other, as long as it may help and nobody has read a part. */
    private ChatResponse answer() throws Exception {
      List<ToolSpecification> offered = tools.specifications(context.tools());
      var failed = new ArrayList<ModelCallException>();
      for (NamedModel model : chain) {
        try {
          return ask(model, offered);
        } catch (ModelCallException e) {
          failed.add(e);
          if (!e.retryable() || emitter.emitted()) {
            break;
          }
          Log.LOG.warn(
              "agent '{}' cannot have model '{}'; the next in line is asked, if there is one",
              SafeText.escape(definition.id()),
              SafeText.escape(model.name()));
        }
      }
      ModelCallException last = failed.remove(failed.size() - 1);
      failed.forEach(last::addSuppressed);
      throw last;
    }

    private ChatResponse ask(NamedModel model, List<ToolSpecification> offered) throws Exception {
      var request = ChatRequest.builder().messages(messages);
      if (model.sentAs() != null) {
        request.modelName(model.sentAs());
      }
      if (!offered.isEmpty()) {
        request.toolSpecifications(offered);
      }
      ChatRequest ready = request.build();
      long estimate = Estimate.of(messages, offered) + model.maxOutputTokens();
      return context.call(model.name(), estimate, attempt -> attempt(model, ready, attempt));
    }

    private ChatResponse attempt(NamedModel model, ChatRequest request, Attempt attempt)
        throws Exception {
      try {
        @Nullable ChatResponse response = model.chat().ask(request, emitter, patience);
        if (response == null || response.aiMessage() == null) {
          throw Failures.senseless(SafeText.escape(model.name()), "no message");
        }
        TokenUsage counted = response.tokenUsage();
        if (counted != null) {
          count(Usages.of(counted), attempt);
        }
        return complete(model.name(), response);
      } catch (RuntimeException e) {
        Failures.used(e).ifPresent(used -> count(used, attempt));
        throw Failures.of(model.name(), e, model.own());
      }
    }

    private void count(Usage used, Attempt attempt) {
      attempt.used(used);
      usage = usage.plus(used);
    }
  }

  /** Returns the answer if it is one; half an answer must not pass for a whole. */
  private static ChatResponse complete(String model, ChatResponse response) {
    AiMessage answer = response.aiMessage();
    FinishReason reason = response.finishReason();
    if (reason == FinishReason.LENGTH) {
      throw Failures.tooLong(SafeText.escape(model));
    }
    if (reason == FinishReason.CONTENT_FILTER) {
      throw Failures.heldBack(SafeText.escape(model));
    }
    if (answer.toolExecutionRequests().stream().anyMatch(use -> use.name() == null)) {
      throw Failures.senseless(SafeText.escape(model), "a tool without a name");
    }
    boolean silent = answer.text() == null || answer.text().isBlank();
    if (silent && !answer.hasToolExecutionRequests()) {
      throw Failures.nothing(SafeText.escape(model));
    }
    return response;
  }
}
