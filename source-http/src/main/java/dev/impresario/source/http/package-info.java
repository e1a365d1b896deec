/** A source of agents: what a manifest, or single URLs, lead to on web servers. */
@org.jspecify.annotations.NullMarked
package dev.impresario.source.http;
