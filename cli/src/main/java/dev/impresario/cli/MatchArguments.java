package dev.impresario.cli;

import org.jspecify.annotations.Nullable;

/**
 * What agents are to suit, and how many to show.
 *
 * @param work what is to be done, in the user's words
 * @param limit how many at most
 * @param promptTokens how long a list for a model may be; null for a table
 */
record MatchArguments(String work, int limit, @Nullable Integer promptTokens) {}
