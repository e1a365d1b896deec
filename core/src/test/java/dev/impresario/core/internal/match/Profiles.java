package dev.impresario.core.internal.match;

import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentProfile;
import dev.impresario.spi.Ranking;
import dev.impresario.spi.Ranking.Ranked;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Agents for tests, and what becomes of them. */
final class Profiles {
  private static final Origin ORIGIN = new Origin("test", Scope.PROJECT, "line", "a.md");

  private Profiles() {}

  static AgentProfile profile(String id, String description) {
    return profile(id, description, Set.of(), List.of(), "");
  }

  static AgentProfile profile(
      String id,
      String description,
      Set<String> specializations,
      List<String> headings,
      String opening) {
    var metadata =
        new AgentMetadata(
            id,
            id,
            description,
            null,
            specializations,
            ToolGrant.inherit(),
            null,
            Map.of(),
            ORIGIN,
            "v1",
            false);
    return new AgentProfile(metadata, headings, opening);
  }

  static Bm25Selector selector(AgentProfile... profiles) {
    var selector = new Bm25Selector();
    selector.update(List.of(profiles), List.of());
    return selector;
  }

  static List<String> ids(Ranking ranking) {
    return ranking.agents().stream().map(Ranked::id).toList();
  }
}
