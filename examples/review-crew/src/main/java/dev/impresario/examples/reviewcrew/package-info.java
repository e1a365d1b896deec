/** Several agents at work on one thing. */
@org.jspecify.annotations.NullMarked
package dev.impresario.examples.reviewcrew;
