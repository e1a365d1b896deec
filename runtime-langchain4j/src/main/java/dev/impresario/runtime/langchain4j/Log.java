package dev.impresario.runtime.langchain4j;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this runtime logs; never a prompt, an input, an answer or a key. */
final class Log {
  static final Logger LOG = LoggerFactory.getLogger("dev.impresario.runtime.langchain4j");

  private Log() {}
}
