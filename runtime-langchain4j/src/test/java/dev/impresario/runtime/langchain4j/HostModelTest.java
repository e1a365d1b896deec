package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.Usage;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models that the host brings, which may do as they like. */
@Timeout(30)
class HostModelTest {
  private static final ChatResponse ANSWER =
      ChatResponse.builder()
          .aiMessage(AiMessage.from("All is well."))
          .tokenUsage(new TokenUsage(7, 3))
          .build();

  private final FakeContext context = new FakeContext(Agents.qa("whatever"));

  @Test
  void execute_plain_asksWithPromptAndInput() throws Exception {
    var seen = new ChatRequest[1];
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            model(
                request -> {
                  seen[0] = request;
                  return ANSWER;
                }));

    Reply reply = execute(runtime);

    assertThat(reply).isEqualTo(new Reply("All is well.", new Usage(7, 3, 0)));
    assertThat(seen[0].messages()).hasSize(2);
    assertThat(runtime.models()).containsExactly("default");
    assertThat(context.calls().get(0).model()).isEqualTo("default");
  }

  @Test
  void model_byName_isForThoseThatAskForIt() throws Exception {
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
                model(
                    request -> {
                      throw new IllegalStateException("not this one");
                    }))
            .model("whatever", model(request -> ANSWER));

    assertThat(execute(runtime).text()).isEqualTo("All is well.");
    assertThat(runtime.model(context.definition().metadata())).isEqualTo("whatever");
    assertThat(runtime.model(Agents.qa("other").metadata())).isEqualTo("default");
  }

  @Test
  void aliases_toWhatIsNotThere_throw() {
    LangChain4jRuntime runtime = LangChain4jRuntime.of(model(request -> ANSWER));

    assertThatThrownBy(() -> runtime.aliases(Map.of("sonnet", "big")))
        .hasMessage("there is no model 'big'; there are [default]");
    assertThatThrownBy(() -> runtime.fallbacks("big"))
        .hasMessage("there is no model 'big'; there are [default]");
  }

  @Test
  void execute_whenLangChain4jSaysOverloaded_mayPass() {
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            model(
                request -> {
                  throw new RateLimitException(new HttpException(429, "BODYTEXT"));
                }));

    Throwable thrown = catchThrowable(() -> execute(runtime));

    assertThat(thrown)
        .isInstanceOf(ModelCallException.class)
        .hasNoCause()
        .hasMessage("model 'default' answered 429: there are too many requests; try again later");
    assertThat(((ModelCallException) thrown).retryable()).isTrue();
  }

  @Test
  void execute_whenModelHasABug_showsIt() {
    var bug = new IllegalStateException("a bug");
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            model(
                request -> {
                  throw bug;
                }));

    assertThat(catchThrowable(() -> execute(runtime))).isSameAs(bug);
  }

  @Test
  void execute_whenModelHidesAnInterrupt_endsTheTask() {
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            model(
                request -> {
                  throw new RuntimeException(new InterruptedException());
                }));

    assertThat(catchThrowable(() -> execute(runtime))).isInstanceOf(InterruptedException.class);
  }

  @Test
  void execute_whenModelReturnsNothing_mayPass() {
    assertSenseless(LangChain4jRuntime.of(model(request -> null)), "no message");
    assertSenseless(
        LangChain4jRuntime.of(streaming((handler, handle) -> handler.onCompleteResponse(null))),
        "no message");
  }

  @Test
  void execute_whenModelUsesAToolWithoutAName_mayPass() {
    ChatResponse nameless =
        ChatResponse.builder()
            .aiMessage(AiMessage.from(ToolExecutionRequest.builder().id("first").build()))
            .build();

    assertSenseless(LangChain4jRuntime.of(model(request -> nameless)), "a tool without a name");
  }

  private void assertSenseless(LangChain4jRuntime runtime, String why) {
    Throwable thrown = catchThrowable(() -> execute(runtime));

    assertThat(thrown)
        .isInstanceOf(ModelCallException.class)
        .hasMessage(
            "model 'default' answered what cannot be understood (%s); try again, or check option 'base-url'"
                .formatted(why));
    assertThat(((ModelCallException) thrown).retryable()).isTrue();
  }

  @Test
  void execute_whenCancelledWithinATool_usesNoMore() {
    assertThatUseEnds(context::cancel);
  }

  @Test
  void execute_whenInterruptedWithinATool_usesNoMore() {
    assertThatUseEnds(Thread.currentThread()::interrupt);
  }

  private void assertThatUseEnds(Runnable end) {
    var used = new ArrayList<String>();
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(model(request -> uses("first", "second")))
            .tool(
                ToolSpecification.builder().name("look").build(),
                (request, task) -> {
                  used.add(request.id());
                  end.run();
                  return "done";
                });

    assertThat(catchThrowable(() -> execute(runtime))).isInstanceOf(InterruptedException.class);
    assertThat(used).containsExactly("first");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void execute_whenStreamedOnAnotherThread_emitsOnTheAgents() throws Exception {
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            streaming(
                (handler, handle) -> {
                  part(handler, handle, "All ");
                  part(handler, handle, "is well.");
                  handler.onCompleteResponse(ANSWER);
                }));

    Reply reply = execute(runtime);

    assertThat(reply.text()).isEqualTo("All is well.");
    assertThat(context.emitted()).containsExactly("All ", "is well.");
    assertThat(context.emitters()).containsOnly(Thread.currentThread());
  }

  @Test
  void execute_whenStreamNeverEnds_failsAfterTheTimeoutAndCancels() throws Exception {
    var cancelled = new CountDownLatch(1);
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
                streaming((handler, handle) -> part(handler, new Handle(cancelled), "All ")))
            .timeout(Duration.ofMillis(100));

    Throwable thrown = catchThrowable(() -> execute(runtime));

    assertThat(thrown)
        .isInstanceOf(ModelCallException.class)
        .hasMessageStartingWith("model 'default' was silent for PT0.1S");
    cancelled.await();
  }

  @Test
  void execute_whenInterruptedWithinAStream_cancelsAndEmitsNoMore() throws Exception {
    var cancelled = new CountDownLatch(1);
    var late = new FutureTask<Boolean>(() -> true);
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            streaming(
                (handler, handle) -> {
                  part(handler, new Handle(cancelled), "All ");
                  await(cancelled);
                  part(handler, new Handle(cancelled), "is well.");
                  handler.onCompleteResponse(ANSWER);
                  late.run();
                }));
    var thrown = new FutureTask<>(() -> catchThrowable(() -> execute(runtime)));
    var thread = new Thread(thrown);
    thread.start();

    context.awaitEmission();
    thread.interrupt();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    late.get();
    assertThat(context.emitted()).containsExactly("All ");
  }

  @Test
  void execute_whenStreamFails_words() {
    LangChain4jRuntime runtime =
        LangChain4jRuntime.of(
            streaming((handler, handle) -> handler.onError(new HttpException(503, "BODYTEXT"))));

    assertThat(catchThrowable(() -> execute(runtime)))
        .hasMessage(
            "model 'default' answered 503: it is overloaded or out of order; try again later");
  }

  private Reply execute(LangChain4jRuntime runtime) throws Exception {
    return runtime.start(context.definition()).execute(Task.of("qa", Agents.INPUT), context);
  }

  private static ChatResponse uses(String... ids) {
    return ChatResponse.builder()
        .aiMessage(
            AiMessage.from(
                Stream.of(ids)
                    .map(id -> ToolExecutionRequest.builder().id(id).name("look").build())
                    .toList()))
        .build();
  }

  private static ChatModel model(Function<ChatRequest, @Nullable ChatResponse> answer) {
    return new ChatModel() {
      @Override
      public @Nullable ChatResponse doChat(ChatRequest request) {
        return answer.apply(request);
      }
    };
  }

  private static StreamingChatModel streaming(
      BiConsumer<StreamingChatResponseHandler, StreamingHandle> play) {
    return new StreamingChatModel() {
      @Override
      public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        new Thread(() -> play.accept(handler, new Handle(new CountDownLatch(1)))).start();
      }
    };
  }

  private static void part(
      StreamingChatResponseHandler handler, StreamingHandle handle, String text) {
    handler.onPartialResponse(new PartialResponse(text), new PartialResponseContext(handle));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Handle(CountDownLatch cancelled) implements StreamingHandle {
    @Override
    public void cancel() {
      cancelled.countDown();
    }

    @Override
    public boolean isCancelled() {
      return cancelled.getCount() == 0;
    }
  }
}
