package dev.impresario.core.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadingsTest {

  @Test
  void of_findsTheHeadings_withoutMarks_inTheirOrder() {
    String text = "# One\r\ntext\n###### Six ##\n####### seven\n#none\n   ## C# code\n\n##\n";

    assertThat(Headings.of(text)).containsExactly("One", "Six", "C# code");
  }

  @Test
  void of_leavesOutWhatIsCode() {
    String text =
        "    # indented\n```sh\n# comment\n~~~\n# too\n```\n# Real\n~~~~\n# a\n~~~\n# b\n~~~~\n# Two";

    assertThat(Headings.of(text)).containsExactly("Real", "Two");
  }

  @Test
  void of_aFenceThatIsNeverClosed_endsWithTheText() {
    assertThat(Headings.of("# One\n```\n# no")).containsExactly("One");
  }

  @Test
  void of_isBounded() {
    String text = ("# " + "x".repeat(500) + "\n").repeat(500);

    assertThat(Headings.of(text)).hasSize(200).allMatch(heading -> heading.length() <= 200);
  }
}
