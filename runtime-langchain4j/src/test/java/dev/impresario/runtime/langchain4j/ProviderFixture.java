package dev.impresario.runtime.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.impresario.Agent;
import dev.impresario.AgentDefinition;
import dev.impresario.ModelCallException;
import dev.impresario.Reply;
import dev.impresario.Task;
import dev.impresario.spi.Options;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * A scripted provider, and what every test with one holds: no call leaves the machine, and neither
 * key nor prompt nor input is in anything logged or thrown.
 */
@Timeout(30)
abstract class ProviderFixture {
  static final String KEY = "sk-test-4f9a1c77";

  final ScriptedServer server = new ScriptedServer();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final List<URI> visited = new CopyOnWriteArrayList<>();
  private final ProxySelector before = ProxySelector.getDefault();
  private final Listening listening = new Listening();

  @BeforeEach
  void listen() {
    ProxySelector.setDefault(new Recording());
    listening.start();
    root().setLevel(Level.TRACE);
    root().addAppender(listening);
  }

  @AfterEach
  void nothingIsBetrayed() {
    ProxySelector.setDefault(before);
    root().detachAppender(listening);
    server.close();

    assertThat(visited).allMatch(address -> address.getHost().equals("127.0.0.1"));
    assertThat(shown)
        .allSatisfy(
            text -> assertThat(text).doesNotContain(KEY, Agents.PROMPT, Agents.INPUT, "BODYTEXT"));
  }

  /** Makes a runtime for the scripted server; with its defaults, options as they are given. */
  LangChain4jRuntime runtime(String provider, Map<String, String> more) {
    var options = new HashMap<String, String>();
    options.put("provider", provider);
    options.put("base-url", server.url());
    options.put("model", "model-1");
    options.put("api-key-env", "TEST_KEY");
    options.putAll(more);
    var maker = new LangChain4jRuntimeProvider(Map.of("TEST_KEY", KEY)::get);
    LangChain4jRuntime runtime = maker.create(Options.of(maker, options));
    shown.add(runtime.toString());
    return runtime;
  }

  Reply reply(LangChain4jRuntime runtime, FakeContext context) throws Exception {
    try (Agent agent = runtime.start(context.definition())) {
      return agent.execute(Task.of("qa", Agents.INPUT), context);
    }
  }

  Reply reply(LangChain4jRuntime runtime, AgentDefinition definition) throws Exception {
    return reply(runtime, new FakeContext(definition));
  }

  /** Returns how the model call fails, having looked at all that it would show. */
  ModelCallException failure(LangChain4jRuntime runtime, FakeContext context) {
    Throwable thrown = catchThrowable(() -> reply(runtime, context));
    assertThat(thrown).isInstanceOf(ModelCallException.class);
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    shown.add(trace.toString());
    return (ModelCallException) thrown;
  }

  ModelCallException failure(LangChain4jRuntime runtime) {
    return failure(runtime, new FakeContext(Agents.qa()));
  }

  /** Returns where calls were about to go. */
  List<URI> visited() {
    return visited;
  }

  /** Returns what was logged as a warning, or worse. */
  List<String> warnings() {
    return listening.warnings;
  }

  private static Logger root() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private final class Listening extends AppenderBase<ILoggingEvent> {
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      shown.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        shown.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        warnings.add(event.getFormattedMessage());
      }
    }
  }

  /** The client asks it before each connection, so it sees where every call would go. */
  private final class Recording extends ProxySelector {
    @Override
    public List<Proxy> select(URI address) {
      visited.add(address);
      assertThat(address.getHost()).isEqualTo("127.0.0.1"); // else the call ends here
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {}
  }
}
