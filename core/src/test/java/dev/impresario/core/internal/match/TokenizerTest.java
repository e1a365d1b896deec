package dev.impresario.core.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Reviews the code, quickly.      | review code quick
          code-reviewer                   | code review
          the of and to                   | ''
          snake_case/path.name            | snake case path name
          K8s in 2026                     | k8s 2026
          don't reviewer's                | review
          C# and C++ on .NET, F#          | csharp cpp dotnet fsharp
          # Title, #1 of x.net            | titl 1 x net
          Prüft Größen naïve              | prüft größen naïve
          проверка кода                   | проверка кода
          测试代码                        | 测试 试代 代码
          テスト auto 化                   | テス スト auto 化
          हिन्दी                            | हिन्दी
          ﬁle ＡＢＣ                       | file abc
          İstanbul                        | istanbul
          """)
  void tokenize_findsTheTerms(String text, String terms) {
    assertThat(String.join(" ", terms(text))).isEqualTo(terms);
  }

  @Test
  void tokenize_ofWhatIsWrittenLikeThis_findsTheWholeAndItsParts() {
    var tokens = new ArrayList<Token>();
    Tokenizer.tokenize("codeReviewer GitHub HTTPServer TheEnd plain", tokens::add);

    assertThat(tokens)
        .extracting(token -> token.term() + token.parts().stream().map(Token::term).toList())
        .containsExactly(
            "codereview[code, review]",
            "github[git, hub]",
            "httpserver[http, server]",
            "theend[end]",
            "plain[]");
  }

  @Test
  void tokenize_keepsTheWordAsItIsWritten() {
    var tokens = new ArrayList<Token>();
    Tokenizer.tokenize("Reviewing C++", tokens::add);

    assertThat(tokens).extracting(Token::word).containsExactly("Reviewing", "C++");
  }

  @Test
  void tokenize_leavesOutWhatIsTooLongForAWord() {
    assertThat(terms("a".repeat(65) + " b " + "x".repeat(64))).containsExactly("b", "x".repeat(64));
  }

  @Test
  void tokenize_ofAnyCharacters_throwsNothing() {
    var random = new Random(4711);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int j = 0; j < 30; j++) {
        text.append((char) random.nextInt(0x10000)); // lone surrogates, too
      }
      assertThat(terms(text.toString())).doesNotContain("");
    }
  }

  private static List<String> terms(String text) {
    var terms = new ArrayList<String>();
    Tokenizer.tokenize(text, token -> terms.add(token.term()));
    return terms;
  }
}
