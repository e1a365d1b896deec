package dev.impresario.core.internal;

import dev.impresario.Scope;
import dev.impresario.Trust;
import dev.impresario.spi.AgentSource;

/**
 * A source in its place.
 *
 * @param rank its place in the precedence, from 0; lower wins
 * @param trust how far it is trusted
 */
record BoundSource(AgentSource source, String name, Scope scope, int rank, Trust trust) {}
