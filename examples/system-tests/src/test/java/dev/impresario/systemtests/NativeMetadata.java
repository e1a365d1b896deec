package dev.impresario.systemtests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What our modules declare for GraalVM's native images. */
final class NativeMetadata {

  /**
   * Members of a type that are reached by reflection.
   *
   * @param user who reaches them; empty for a service provider, which the service loader makes
   * @param type the type
   * @param methods names, with the types of their parameters
   * @param fields names
   */
  record Reflection(String user, String type, List<Member> methods, List<String> fields) {}

  /** A method or a constructor. */
  record Member(String name, List<String> parameters) {}

  /**
   * Resources that are read.
   *
   * @param user who reads them; empty for a services file
   * @param glob their names
   */
  record Resource(String user, String glob) {}

  private NativeMetadata() {}

  static List<Reflection> reflection(String module) {
    var found = new ArrayList<Reflection>();
    for (JsonObject entry : entries(module, "reflection")) {
      var methods = new ArrayList<Member>();
      for (JsonObject method : objects(entry.getAsJsonArray("methods"))) {
        methods.add(
            new Member(
                method.get("name").getAsString(),
                method.getAsJsonArray("parameterTypes").asList().stream()
                    .map(JsonElement::getAsString)
                    .toList()));
      }
      found.add(
          new Reflection(
              user(entry),
              entry.get("type").getAsString(),
              methods,
              objects(entry.getAsJsonArray("fields")).stream()
                  .map(field -> field.get("name").getAsString())
                  .toList()));
    }
    return found;
  }

  static List<Resource> resources(String module) {
    return entries(module, "resources").stream()
        .map(entry -> new Resource(user(entry), entry.get("glob").getAsString()))
        .toList();
  }

  private static List<JsonObject> entries(String module, String section) {
    Path file = file(module);
    return Files.exists(file) ? objects(read(file).getAsJsonArray(section)) : List.of();
  }

  /** Where GraalVM looks: below a folder that no other artifact has. */
  private static Path file(String module) {
    return Reactor.classes(module)
        .resolve("META-INF/native-image/dev.impresario/impresario-" + module)
        .resolve("reachability-metadata.json");
  }

  private static JsonObject read(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static List<JsonObject> objects(@Nullable JsonArray array) {
    return array == null
        ? List.of()
        : array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static String user(JsonObject entry) {
    JsonObject condition = entry.getAsJsonObject("condition");
    return condition == null ? "" : condition.get("typeReached").getAsString();
  }
}
