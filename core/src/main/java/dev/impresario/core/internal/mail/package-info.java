/** How listeners, which are foreign code, learn of something without holding up anybody. */
@org.jspecify.annotations.NullMarked
package dev.impresario.core.internal.mail;
