package dev.impresario.core.internal.match;

import java.util.List;

/**
 * A word of a text.
 *
 * @param word as the text has it
 * @param term what it is found by
 * @param parts what it is made of, if it is written LikeThis; else none
 */
record Token(String word, String term, List<Token> parts) {}
