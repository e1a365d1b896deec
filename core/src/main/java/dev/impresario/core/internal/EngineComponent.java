package dev.impresario.core.internal;

import dagger.BindsInstance;
import dagger.Component;
import dev.impresario.Budget;
import dev.impresario.Diagnostic;
import dev.impresario.Monitor;
import dev.impresario.core.internal.dispatch.Settings;
import dev.impresario.spi.AgentRuntime;
import dev.impresario.spi.AgentSelector;
import jakarta.inject.Singleton;
import java.util.List;

/** The engine's object graph, around what {@link Wiring} has chosen. */
@Singleton
@Component(modules = {DelegationModule.class, LiveModule.class})
interface EngineComponent {

  LocalEngine engine();

  /** Takes what was chosen. */
  @Component.Factory
  interface Factory {
    EngineComponent create(
        @BindsInstance List<BoundSource> sources,
        @BindsInstance Formats formats,
        @BindsInstance CoalescingPromptCache prompts,
        @BindsInstance AgentRuntime runtime,
        @BindsInstance Monitor monitor,
        @BindsInstance AgentSelector selector,
        @BindsInstance List<Diagnostic> standing,
        @BindsInstance Settings dispatch,
        @BindsInstance Policies policies,
        @BindsInstance Budget budget,
        @BindsInstance Rules rules,
        @BindsInstance Watching watching,
        @BindsInstance Indexing indexing,
        @BindsInstance ClassLoader loader,
        @BindsInstance Belongings belongings);
  }
}
