package dev.impresario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgentNotFoundExceptionTest {

  @Test
  void message_whenAnIdIsNear_asksWhetherItWasMeant() {
    List<String> offered =
        List.of("architect", "designer", "documenter", "engineer", "ops", "pm", "qa", "reviewer");

    assertThat(new AgentNotFoundException("qaa", offered))
        .hasMessage("no agent 'qaa'; did you mean 'qa'? 8 agents are on offer");
  }

  @Test
  void message_whenNoneIsNear_saysHowManyThereAre() {
    assertThat(new AgentNotFoundException("cook", List.of("qa", "reviewer")))
        .hasMessage("no agent 'cook'; 2 agents are on offer");
  }

  @Test
  void message_whenThereIsOne_countsInTheSingular() {
    assertThat(new AgentNotFoundException("cook", List.of("qa")))
        .hasMessage("no agent 'cook'; 1 agent is on offer");
  }

  @Test
  void message_whenThereIsNone_saysSo() {
    assertThat(new AgentNotFoundException("cook", List.of()))
        .hasMessage("no agent 'cook'; 0 agents are on offer");
  }

  @Test
  void message_whenOnlyTheCaseDiffers_offersTheRightCase() {
    assertThat(new AgentNotFoundException("Code-Reviewer", List.of("code-reviewer")))
        .hasMessage("no agent 'Code-Reviewer'; did you mean 'code-reviewer'? 1 agent is on offer");
  }

  @Test
  void message_whenSeveralAreNear_offersTheNearest() {
    assertThat(new AgentNotFoundException("reviewr", List.of("reviser", "reviewer")))
        .hasMessage("no agent 'reviewr'; did you mean 'reviewer'? 2 agents are on offer");
  }

  @Test
  void message_whenSeveralAreEquallyNear_offersTheFirstInTheAlphabet() {
    assertThat(new AgentNotFoundException("test", List.of("tests", "best", "rest")))
        .hasMessage("no agent 'test'; did you mean 'best'? 3 agents are on offer");
  }

  @Test
  void message_whenAThirdOfTheLettersDiffer_stillGuessesButNotBeyond() {
    assertThat(new AgentNotFoundException("abcdef", List.of("abcdxy")))
        .hasMessage("no agent 'abcdef'; did you mean 'abcdxy'? 1 agent is on offer");
    assertThat(new AgentNotFoundException("abcdef", List.of("abcxyz")))
        .hasMessage("no agent 'abcdef'; 1 agent is on offer");
  }

  @Test
  void message_whenTheIdIsHostile_isOneSafeLine() {
    assertThat(new AgentNotFoundException("qa\nFORGED\u001b[2J", List.of()))
        .hasMessage("no agent 'qa\\u000aFORGED\\u001b[2J'; 0 agents are on offer");
  }

  @Test
  void message_whenANearIdIsHostile_isOneSafeLine() {
    assertThat(new AgentNotFoundException("qa", List.of("qa\u202e")))
        .hasMessage("no agent 'qa'; did you mean 'qa\\u202e'? 1 agent is on offer");
  }

  @Test
  void message_whenTheIdIsVeryLong_isCutAndGuessesNothing() {
    assertThat(new AgentNotFoundException("x".repeat(1_000_000), List.of("x".repeat(999_999))))
        .hasMessage("no agent '%s…'; 1 agent is on offer", "x".repeat(64));
  }

  @Test
  void id_always_isWhatWasAskedFor() {
    assertThat(new AgentNotFoundException("qa\n", List.of()).id()).isEqualTo("qa\n");
  }

  @Test
  void aRefusal_saysWhoseAndWhy_andGuessesNothing() {
    var refused = AgentNotFoundException.refused(Samples.metadata(), "it is not pinned");

    assertThat(refused.refused()).isTrue();
    assertThat(refused.id()).isEqualTo(Samples.metadata().id());
    assertThat(refused)
        .hasMessage(
            "agent '%s' from %s is refused: it is not pinned"
                .formatted(Samples.metadata().id(), Samples.metadata().origin().place()));
    assertThat(new AgentNotFoundException("qa", List.of()).refused()).isFalse();
  }
}
