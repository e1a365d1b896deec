package dev.impresario.source.http;

import org.jspecify.annotations.Nullable;

/** What servers are told of who asks. */
final class UserAgent {
  static final String TEXT = text(UserAgent.class.getPackage().getImplementationVersion());

  private UserAgent() {}

  private static String text(@Nullable String version) {
    return "impresario-source-http/" + (version == null ? "dev" : version);
  }
}
