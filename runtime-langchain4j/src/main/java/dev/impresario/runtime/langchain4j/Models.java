package dev.impresario.runtime.langchain4j;

import dev.impresario.ImpresarioException;
import dev.impresario.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The models there are, and which of them an agent gets. Immutable.
 *
 * @param byName the models by their names; the first is the default
 * @param aliases what agents may write in place of a name; {@code *} is for all that is not known
 * @param fallbacks names of models to turn to, in this order, when one cannot be had
 */
record Models(Map<String, NamedModel> byName, Map<String, String> aliases, List<String> fallbacks) {
  static final String INHERIT = "inherit";
  static final String ANY = "*";

  /** Returns the names of all models. */
  Set<String> names() {
    return byName.keySet();
  }

  /** Returns the name of the model that an agent gets, if there is one for what it asks. */
  Optional<String> nameFor(@Nullable String asked) {
    if (asked == null || asked.isBlank()) {
      return Optional.of(aliases.getOrDefault(INHERIT, first()));
    }
    String target = aliases.get(asked);
    if (target != null) {
      return Optional.of(target);
    }
    if (byName.containsKey(asked)) {
      return Optional.of(asked);
    }
    return INHERIT.equals(asked) ? Optional.of(first()) : Optional.ofNullable(aliases.get(ANY));
  }

  /**
   * Returns the model that an agent gets, and those to turn to after it.
   *
   * @throws ImpresarioException if there is none for what it asks
   */
  List<NamedModel> chainFor(String agent, @Nullable String asked) {
    String name = nameFor(asked).orElseThrow(() -> unknown(agent, String.valueOf(asked)));
    var chain = new ArrayList<NamedModel>();
    chain.add(named(name));
    // of a chain that holds the model itself, only what comes after it: a small one never asks a
    // big
    fallbacks.stream().skip(fallbacks.indexOf(name) + 1L).map(this::named).forEach(chain::add);
    return chain;
  }

  /** Returns these with one more model, or with another in its place. */
  Models with(NamedModel model) {
    var more = new LinkedHashMap<>(byName);
    more.put(model.name(), model);
    return new Models(more, aliases, fallbacks);
  }

  /** Returns these with other aliases, whose targets there must be. */
  Models withAliases(Map<String, String> given) {
    given.values().forEach(this::named);
    return new Models(byName, Map.copyOf(given), fallbacks);
  }

  /** Returns these with other fallbacks, which there must be. */
  Models withFallbacks(List<String> given) {
    given.forEach(this::named);
    return new Models(byName, aliases, List.copyOf(given));
  }

  private String first() {
    return byName.keySet().iterator().next();
  }

  private NamedModel named(String name) {
    NamedModel model = byName.get(name);
    if (model == null) {
      throw new IllegalArgumentException(
          "there is no model '%s'; there are %s"
              .formatted(
                  SafeText.escape(name),
                  SafeText.escape(new TreeSet<>(byName.keySet()).toString())));
    }
    return model;
  }

  private ImpresarioException unknown(String agent, String asked) {
    var known = new TreeSet<>(byName.keySet());
    known.addAll(aliases.keySet());
    known.add(INHERIT);
    return new ImpresarioException(
        "agent '%s' asks for model '%s'; there are %s; say in option 'aliases' which it is to be, for example '%s=%s'"
            .formatted(
                SafeText.escape(agent),
                SafeText.escape(asked),
                SafeText.escape(known.toString()),
                SafeText.escape(asked),
                SafeText.escape(first())));
  }
}
