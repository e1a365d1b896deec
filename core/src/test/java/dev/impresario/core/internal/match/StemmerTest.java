package dev.impresario.core.internal.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tartarus.snowball.ext.EnglishStemmer;

/** Held equal to the implementation that Snowball generates from the algorithm's own text. */
class StemmerTest {
  private static final String[] BEGINNINGS =
      ("test review secur optim general gener commun arsen access autom document deploy monitor"
              + " analy relat activ communic hop hopp sens form run cry by say play hap happ rat"
              + " fall fil succ proc herr inn bl siz conclud electr nation adopt adjust control"
              + " radical form vil possib e y yy ay bow box fix try sk skill knigh tre agr sing")
          .split(" ");
  private static final String[] ENDINGS =
      ("s es ies ied sses us ss eed eedly ed edly ing ingly at ate ation ational ator tional"
              + " enci anci abli entli izer ization alism aliti alli fulness ousli ousness iveness"
              + " iviti biliti bli ogi logi fulli lessli li ly ally alize icate iciti ical ful ness"
              + " ative al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion"
              + " sion tion e ee le l ll y ying yed able ility ability ally ogy ologist hood")
          .split(" ");

  @ParameterizedTest
  @CsvSource({
    "reviews, review",
    "reviewing, review",
    "reviewed, review",
    "security, secur",
    "optimization, optim",
    "databases, databas",
    "testing, test",
    "running, run",
    "hoping, hope",
    "hopping, hop",
    "happily, happili",
    "dying, die",
    "news, news",
    "succeeding, succeed",
    "generally, general",
    "communication, communic",
    "at, at",
    "sky, sky"
  })
  void stem_ofKnownWords_isThePublishedOne(String word, String stem) {
    assertThat(Stemmer.stem(word)).isEqualTo(stem);
  }

  @Test
  void stem_ofAnyWord_isThatOfTheReference() {
    var differing = new TreeMap<String, String>();
    for (String word : words()) {
      String expected = reference(word);
      String stem = Stemmer.stem(word);
      if (!stem.equals(expected)) {
        differing.put(word, stem + ", not " + expected);
      }
    }

    assertThat(differing).isEmpty();
  }

  private static List<String> words() {
    var words = new ArrayList<String>();
    for (String beginning : BEGINNINGS) {
      words.add(beginning);
      for (String ending : ENDINGS) {
        words.add(beginning + ending);
        for (String next : ENDINGS) {
          words.add(beginning + ending + next);
        }
      }
    }
    var random = new Random(4711);
    for (int i = 0; i < 100_000; i++) {
      words.add(random(random, "aeioubcdfglmnrstwxyz", 1 + random.nextInt(8)));
    }
    return words;
  }

  private static String random(Random random, String letters, int length) {
    var word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    String ending = random.nextBoolean() ? ENDINGS[random.nextInt(ENDINGS.length)] : "";
    return word + ending;
  }

  private static String reference(String word) {
    var stemmer = new EnglishStemmer();
    stemmer.setCurrent(word);
    stemmer.stem();
    return stemmer.getCurrent();
  }
}
