package dev.impresario.core.internal.match;

import java.util.Set;

/**
 * Words that say nothing of what a piece of work is about: those that hold English sentences
 * together, and those in which any request is put.
 */
final class StopWords {
  private static final Set<String> WORDS =
      Set.of(
          ("a about above after again all also always am an and any are as at be because been before"
                  + " being below between both but by can cannot could d did do does doing don down"
                  + " during each etc ever every few for from further get give go got had has have"
                  + " having he help her here hers him his how i if in into is it its itself just"
                  + " let like ll m make may me might more most much must my need needs no nor not"
                  + " now of off on once only or other our out over own please re s same shall she"
                  + " should so some such t than that the their them then there these they this"
                  + " those through to too under until up upon us ve very via want wants was we were"
                  + " what when where whether which while who whom why will with within without"
                  + " would you your yours")
              .split(" "));

  private StopWords() {}

  /** Returns whether a word in lower case is one. */
  static boolean contains(String word) {
    return WORDS.contains(word);
  }
}
