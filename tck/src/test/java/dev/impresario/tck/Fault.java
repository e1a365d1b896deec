package dev.impresario.tck;

import dev.impresario.spi.Provider;

/**
 * A planted fault.
 *
 * @param what what it does wrong
 * @param provider the provider that has it
 * @param rule the one test that must fail
 * @param words what its message must say
 */
record Fault(String what, Provider provider, String rule, String words) {

  @Override
  public String toString() {
    return what;
  }
}
