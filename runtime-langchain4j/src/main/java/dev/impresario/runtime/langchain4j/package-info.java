/**
 * Agents that converse with a language model, by LangChain4j: the prompt is the system message, the
 * task's input the user's, and tools are those that the host has registered and the task may use.
 *
 * <p>{@link dev.impresario.runtime.langchain4j.LangChain4jRuntimeProvider} makes the runtime of
 * text options; {@link dev.impresario.runtime.langchain4j.LangChain4jRuntime} is for hosts that
 * bring their own models and tools.
 */
@org.jspecify.annotations.NullMarked
package dev.impresario.runtime.langchain4j;
