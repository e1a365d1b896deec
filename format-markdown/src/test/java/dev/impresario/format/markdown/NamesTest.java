package dev.impresario.format.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final Position AT = new Position(2, 7);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qa",
        "C# Expert",
        "réviseur",
        "reviseur\u0301",
        "デザイナー",
        "a.b-c_d",
        "...",
        "O'Neil",
        "a:b",
        "CON",
        "😀",
        "(x) [y] @z!"
      })
  void check_ofAnyScriptAndHarmlessMarks_returnsIt(String name) {
    assertThat(Names.check(name, AT)).isEqualTo(name);
  }

  @Test
  void check_ofWhiteSpaceAround_removesIt() {
    assertThat(Names.check(" \tqa\n", AT)).isEqualTo("qa");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        ".",
        "..",
        "a/b",
        "a\\b",
        "a%b",
        "a{b",
        "a}b",
        "a$b",
        "a<b",
        "a>b",
        "a|b",
        "a*b",
        "a?b",
        "a\"b",
        "a`b",
        "a\tb",
        "a\nb",
        "a\rb",
        "a\u00a0b",
        "a\u3000b",
        "a\u2028b",
        "a\u0085b",
        "a\u0000b",
        "a\u001bb",
        "a\u202eb",
        "a\u200bb",
        "a\u200db",
        "a\ufeffb",
        "a\ue000b",
        "a\u0378b",
        "a\ud800b",
        "a\uffffb",
        "a\u00adb"
      })
  void check_ofWhatCouldHideOrBeExpanded_refusesIt(String name) {
    assertThatThrownBy(() -> Names.check(name, AT))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.diagnostic("p").code()).isEqualTo("name-invalid");
              assertThat(refusal.diagnostic("p").place()).isEqualTo("p:2:7");
            });
  }

  @Test
  void check_ofLongName_countsCharacters() {
    String longest = "😀".repeat(200);

    assertThat(Names.check(longest, AT)).isEqualTo(longest);
    assertThatThrownBy(() -> Names.check(longest + "x", AT))
        .hasMessage("the name has more than 200 characters");
  }

  @Test
  void check_ofHiddenCharacter_namesIt() {
    assertThatThrownBy(() -> Names.check("a\u202eb", AT))
        .hasMessage("a name must not hold U+202E, as does 'a\u202eb'");
    assertThatThrownBy(() -> Names.check("a/b", AT))
        .hasMessage("a name must not hold '/', as does 'a/b'");
  }
}
