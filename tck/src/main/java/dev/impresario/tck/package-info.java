/**
 * What every plugin must do, as tests. Extend the contract of what you offer, supply the one or two
 * methods it asks for, and run it with JUnit 5; each failure says what the contract asks.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario.tck;
