package dev.impresario.cache.ehcache;

/** A record is not what was written for its key. Never leaves the cache; its message is our own. */
final class DamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedException(String message) {
    super(message, null, false, false); // it is told, not searched for
  }
}
