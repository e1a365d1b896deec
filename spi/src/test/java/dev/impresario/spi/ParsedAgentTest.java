package dev.impresario.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.ToolGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParsedAgentTest {
  private static final Header HEADER =
      new Header("qa", "qa", "", null, Set.of(), ToolGrant.inherit(), null, Map.of());
  private static final Diagnostic WARNING =
      Diagnostic.ofFile(Severity.WARNING, "yaml-recovered", "qa.md", "read as text", null);
  private static final Diagnostic ERROR =
      Diagnostic.ofFile(Severity.ERROR, "yaml-syntax", "qa.md", "broken", null);

  @Test
  void of_always_isAnAgentMaybeWithWarnings() {
    ParsedAgent parsed = ParsedAgent.of(HEADER, 42, List.of(WARNING));

    assertThat(parsed.header()).isEqualTo(HEADER);
    assertThat(parsed.bodyOffset()).isEqualTo(42);
    assertThat(parsed.diagnostics()).containsExactly(WARNING);
  }

  @Test
  void of_whenADiagnosticIsAnError_throws() {
    assertThatThrownBy(() -> ParsedAgent.of(HEADER, 42, List.of(WARNING, ERROR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a file with an error is no agent: [qa.md: warning [yaml-recovered] read as text,"
                + " qa.md: error [yaml-syntax] broken]");
  }

  @Test
  void of_whenTheBodyOffsetIsNegative_throws() {
    assertThatThrownBy(() -> ParsedAgent.of(HEADER, -1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("body offset must not be negative");
  }

  @Test
  void none_always_saysWhy() {
    ParsedAgent parsed = ParsedAgent.none(List.of(ERROR));

    assertThat(parsed.header()).isNull();
    assertThat(parsed.diagnostics()).containsExactly(ERROR);
    assertThatThrownBy(() -> ParsedAgent.none(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("say why this is no agent");
  }

  @Test
  void notThisFormat_always_hasNeitherHeaderNorReason() {
    assertThat(ParsedAgent.notThisFormat().header()).isNull();
    assertThat(ParsedAgent.notThisFormat().diagnostics()).isEmpty();
  }

  @Test
  void diagnostics_whenTheCallersListChanges_stayAsTheyWere() {
    var warnings = new ArrayList<>(List.of(WARNING));
    ParsedAgent parsed = ParsedAgent.of(HEADER, 0, warnings);

    warnings.clear();

    assertThat(parsed.diagnostics()).containsExactly(WARNING);
  }

  @Test
  void scan_whenTheCallersListsChange_keepsItsOwn() {
    var diagnostics = new ArrayList<>(List.of(ERROR));
    var scan = new Scan(List.of(), diagnostics);

    diagnostics.clear();

    assertThat(scan.diagnostics()).containsExactly(ERROR);
  }
}
