package dev.impresario.cli;

import dev.impresario.Plugin;
import dev.impresario.Plugin.Option;
import dev.impresario.Plugin.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Plugins for people: a table of all, then of each why, whence and what can be set. */
final class PluginText {
  private static final int GAP = 2;
  private static final int WIDEST_CELL = 24;
  private static final List<String> HEADINGS =
      List.of("KIND", "ID", "PRIORITY", "VERSION", "STATE");

  private final Console console;

  PluginText(Console console) {
    this.console = console;
  }

  void print(List<Plugin> plugins) {
    table(plugins);
    console.line(count(plugins));
    plugins.forEach(this::detail);
  }

  private void table(List<Plugin> plugins) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADINGS);
    plugins.forEach(plugin -> rows.add(cells(plugin)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
      }
    }
    console.line(console.bold(line(HEADINGS, widths)));
    for (int i = 0; i < plugins.size(); i++) {
      String line = line(rows.get(i + 1), widths);
      console.line(
          switch (plugins.get(i).state()) {
            case CHOSEN -> line;
            case NOT_CHOSEN -> console.dim(line);
            case BROKEN -> console.red(line);
          });
    }
  }

  private static List<String> cells(Plugin plugin) {
    return List.of(
        plugin.kind().word(),
        cell(plugin.id()),
        cell(plugin.priority()),
        cell(plugin.version()),
        plugin.state().words());
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "-" : Columns.fit(value.toString(), WIDEST_CELL);
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Columns.pad(line, cells.get(i), widths[i] + GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String count(List<Plugin> plugins) {
    int broken = 0;
    for (Plugin plugin : plugins) {
      broken += plugin.state() == State.BROKEN ? 1 : 0;
    }
    String count = Words.count(plugins.size(), "plugin");
    return broken == 0 ? count : "%s; %d cannot be loaded".formatted(count, broken);
  }

  private void detail(Plugin plugin) {
    console.line("");
    boolean broken = plugin.state() == State.BROKEN;
    wrapped("", "  ", plugin.toString(), broken ? console::red : console::bold);
    if (plugin.place() != null) {
      console.line("  " + plugin.place()); // not wrapped, so that it can be copied
    }
    int widest = 0;
    for (Option option : plugin.options()) {
      widest = Math.max(widest, Columns.width(option.name()));
    }
    for (Option option : plugin.options()) {
      option(option, Math.min(widest, WIDEST_CELL) + GAP);
    }
  }

  private void option(Option option, int column) {
    var name = new StringBuilder("  ");
    Columns.pad(name, option.name(), column);
    String value = option.defaultValue();
    String words =
        "%s%s; %s"
            .formatted(
                option.type(),
                value == null ? "" : ", " + (value.isEmpty() ? "empty" : value) + " if not set",
                option.description());
    wrapped(name.toString(), " ".repeat(Columns.width(name.toString())), words, line -> line);
  }

  private void wrapped(String first, String others, String words, UnaryOperator<String> style) {
    for (String line : Columns.wrap(first, others, words, console.columns())) {
      console.line(style.apply(line));
    }
  }
}
