package dev.impresario.cli;

import dev.impresario.Scope;

/**
 * A directory to look in.
 *
 * @param scope whose it is
 * @param name the directory as it was written
 */
record AgentDirectory(Scope scope, String name) {}
