package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.Plugin;
import java.io.IOException;
import java.util.List;

/** Lists what plugins there are. */
final class PluginsCommand {
  private final Console console;

  PluginsCommand(Console console) {
    this.console = console;
  }

  int run(Arguments arguments) {
    print(Engines.plugins(), arguments.json());
    return Main.CLEAN;
  }

  void print(List<Plugin> plugins, boolean json) {
    if (json) {
      plugins.forEach(plugin -> console.line(Json.object(fields -> write(fields, plugin))));
    } else {
      new PluginText(console).print(plugins);
    }
  }

  private static void write(JsonWriter json, Plugin plugin) throws IOException {
    json.name("kind").value(plugin.kind().word());
    json.name("id").value(plugin.id());
    json.name("class").value(plugin.className());
    json.name("priority").value(plugin.priority());
    json.name("version").value(plugin.version());
    json.name("place").value(plugin.place());
    json.name("state").value(Words.word(plugin.state()));
    json.name("reason").value(plugin.reason());
    json.name("options").beginArray();
    for (Plugin.Option option : plugin.options()) {
      json.beginObject();
      json.name("name").value(option.name());
      json.name("type").value(option.type());
      json.name("default").value(option.defaultValue());
      json.name("description").value(option.description());
      json.endObject();
    }
    json.endArray();
  }
}
