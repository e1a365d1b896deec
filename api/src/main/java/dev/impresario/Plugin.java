package dev.impresario;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A provider that was found, and what becomes of it. All texts are safe to show: see {@link
 * SafeText}.
 *
 * @param kind what it provides
 * @param id what users call it, or null if it could not say
 * @param className the class that provides it, or null if that is not known
 * @param priority how strongly it offers itself, or null if it could not say
 * @param version the version of its jar or module, or null if that names none
 * @param place the jar or directory that it came from, {@code built in} for those of the engine
 *     itself, or null if that is not known
 * @param options what users may set; none if it could not say
 * @param state whether an engine would use it
 * @param reason why, in words that follow those of the state; the cause if it cannot be loaded
 */
public record Plugin(
    Kind kind,
    @Nullable String id,
    @Nullable String className,
    @Nullable Integer priority,
    @Nullable String version,
    @Nullable String place,
    List<Option> options,
    State state,
    String reason) {

  /** Checks the parts. */
  public Plugin {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    options = List.copyOf(options);
  }

  /** Returns for example {@code cache 'ehcache' is chosen: it is named}. */
  @Override
  public String toString() {
    String name = id != null ? "'" + id + "'" : className != null ? className : "provider";
    String verb = state == State.BROKEN ? "" : "is ";
    return kind.word() + " " + name + " " + verb + state.words() + ": " + reason;
  }

  /** What a provider provides. */
  public enum Kind {
    /** Places that hold definitions. */
    SOURCE,
    /** Ways in which definitions are written. */
    FORMAT,
    /** Stores for prompts. */
    CACHE,
    /** What brings agents to life. */
    RUNTIME,
    /** What measures. */
    MONITOR,
    /** What ranks agents for a piece of work. */
    SELECTOR;

    /** Returns the word that configuration and messages use, such as {@code cache}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether an engine would use a provider. */
  public enum State {
    /** It would. */
    CHOSEN("chosen"),
    /** It would not. */
    NOT_CHOSEN("not chosen"),
    /** Nobody can. */
    BROKEN("cannot be loaded");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** Returns how people are told, such as {@code not chosen}. */
    public String words() {
      return words;
    }
  }

  /**
   * An option that users may set.
   *
   * @param name what they write
   * @param type what its value must be, in words such as {@code a whole number}
   * @param defaultValue the value if none is set, or null if there is none
   * @param description what it does
   */
  public record Option(
      String name, String type, @Nullable String defaultValue, String description) {

    /** Checks that every part is there. */
    public Option {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(description, "description");
    }
  }
}
