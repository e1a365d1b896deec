/**
 * Four ways to write an agent as a Markdown file. The public classes are the providers; each
 * format's rules are in {@link dev.impresario.format.markdown.ClaudeFormatProvider}, {@link
 * dev.impresario.format.markdown.CopilotFormatProvider}, {@link
 * dev.impresario.format.markdown.SkillFormatProvider} and {@link
 * dev.impresario.format.markdown.PlainFormatProvider}.
 *
 * <p>The way of a file: {@code FrontMatter} finds the fences, {@code Utf8} checks the bytes, {@code
 * FrontMatterReader} makes a {@code Node} tree of what stands between the fences, {@code
 * HeaderReader} makes a header of the tree by the rules of a {@code Dialect}.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario.format.markdown;
