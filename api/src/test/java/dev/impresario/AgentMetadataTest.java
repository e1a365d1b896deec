package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentMetadataTest {

  @Test
  void attributes_whenTheCallersMapChanges_stayAsTheyWere() {
    var inner = new HashMap<String, Object>(Map.of("command", "npx"));
    var list = new ArrayList<Object>(List.of("a", inner));
    var attributes = new HashMap<String, Object>(Map.of("servers", list));
    AgentMetadata metadata = withAttributes(attributes);

    inner.put("command", "rm");
    list.add("b");
    attributes.put("more", "x");

    assertThat(metadata.attributes())
        .isEqualTo(Map.of("servers", List.of("a", Map.of("command", "npx"))));
  }

  @Test
  void attributes_atEveryDepth_refuseChanges() {
    var attributes = Map.<String, Object>of("list", List.of(new HashMap<>(Map.of("k", "v"))));
    AgentMetadata metadata = withAttributes(attributes);

    var list = (List<?>) metadata.attributes().values().iterator().next();
    var map = (Map<?, ?>) list.get(0);

    assertThatThrownBy(() -> metadata.attributes().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void attributes_always_keepTheOrderOfTheFile() {
    var attributes = new LinkedHashMap<String, Object>();
    List.of("zeta", "alpha", "mid").forEach(key -> attributes.put(key, key));

    assertThat(withAttributes(attributes).attributes().keySet())
        .containsExactly("zeta", "alpha", "mid");
  }

  @Test
  void attributes_whenAValueIsOfAnotherType_areRefused() {
    assertThatThrownBy(() -> withAttributes(Map.of("maxTurns", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an attribute must be a String, a List or a Map, not java.lang.Integer");
  }

  @Test
  @SuppressWarnings("NullAway") // the very thing under test
  void attributes_whenAValueIsNull_areRefused() {
    var attributes = new HashMap<String, Object>();
    attributes.put("color", null);

    assertThatThrownBy(() -> withAttributes(attributes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an attribute must be a String, a List or a Map, not null");
  }

  @Test
  void specializations_always_areSortedAndOurOwn() {
    var words = new HashSet<>(Set.of("testing", "accessibility", "load"));
    AgentMetadata metadata = with("qa", words);

    words.add("more");

    assertThat(metadata.specializations()).containsExactly("accessibility", "load", "testing");
    assertThatThrownBy(() -> metadata.specializations().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void specializations_whenThereIsOne_areOurOwn() {
    var words = new HashSet<>(Set.of("testing"));
    AgentMetadata metadata = with("qa", words);

    words.add("more");

    assertThat(metadata.specializations()).containsExactly("testing");
  }

  @Test
  void constructor_whenTheIdIsBlank_throws() {
    assertThatThrownBy(() -> with(" ", Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("agent id must not be blank");
  }

  @Test
  void asDegraded_always_changesNothingElse() {
    AgentMetadata metadata = withAttributes(Map.of("color", "red"));

    AgentMetadata degraded = metadata.asDegraded();

    assertThat(degraded.degraded()).isTrue();
    assertThat(degraded).usingRecursiveComparison().ignoringFields("degraded").isEqualTo(metadata);
  }

  @Test
  void toString_always_showsIdVersionAndPlaceAlone() {
    AgentMetadata metadata = withAttributes(Map.of("initialPrompt", "secret"));

    assertThat(metadata).hasToString("qa@01234567 from .claude/agents/qa.md");
    assertThat(metadata.asDegraded())
        .hasToString("qa@01234567 from .claude/agents/qa.md (degraded)");
  }

  @Test
  void toString_whenTheIdIsHostile_isOneSafeLine() {
    assertThat(with("q\na\u202e", Set.of()))
        .hasToString("q\\u000aa\\u202e@01234567 from .claude/agents/qa.md");
  }

  @Test
  void equals_always_comparesValues() {
    assertThat(withAttributes(Map.of("a", List.of("b"))))
        .isEqualTo(withAttributes(Map.of("a", new ArrayList<>(List.of("b")))))
        .isNotEqualTo(withAttributes(Map.of("a", List.of("c"))));
  }

  private static AgentMetadata withAttributes(Map<String, Object> attributes) {
    return Samples.metadata(ToolGrant.inherit(), attributes);
  }

  private static AgentMetadata with(String id, Set<String> specializations) {
    return new AgentMetadata(
        id,
        id,
        "",
        null,
        specializations,
        ToolGrant.inherit(),
        null,
        Map.of(),
        Samples.ORIGIN,
        Samples.VERSION,
        false);
  }
}
