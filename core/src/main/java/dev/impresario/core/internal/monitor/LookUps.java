package dev.impresario.core.internal.monitor;

/** How often a cache was asked, since its start. Safe for use by many threads. */
public interface LookUps {

  /** None, and none to come. */
  LookUps NONE =
      new LookUps() {
        @Override
        public long hits() {
          return 0;
        }

        @Override
        public long misses() {
          return 0;
        }
      };

  /** Returns how often it had what was asked for. */
  long hits();

  /** Returns how often it had not. */
  long misses();
}
