package dev.impresario.cli;

import com.google.gson.stream.JsonWriter;
import dev.impresario.Engine;
import dev.impresario.Match;
import dev.impresario.Registry;
import dev.impresario.Shortlist;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Shows which agents suit a piece of work best. */
final class MatchCommand {
  private final Console console;
  private final Environment environment;

  MatchCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  int run(Arguments arguments) {
    MatchArguments match = Objects.requireNonNull(arguments.match());
    try (Engine engine = Engines.open(arguments, environment)) {
      Registry registry = engine.registry();
      Shortlist shortlist = registry.match(match.work(), match.limit());
      if (shortlist.matches().isEmpty()) {
        console.error(
            "no agent suits this work; %s on offer, which 'list' shows"
                .formatted(Words.count(registry.list().size(), "agent")));
        return Main.TROUBLE;
      }
      if (match.promptTokens() != null) {
        return prompt(shortlist, match.promptTokens());
      }
      if (arguments.json()) {
        printJson(shortlist);
      } else {
        new MatchTable(console).print(shortlist);
      }
      return Main.CLEAN;
    }
  }

  private int prompt(Shortlist shortlist, int tokens) {
    String prompt = shortlist.asPrompt(tokens);
    if (prompt.isEmpty()) {
      console.error("not even one agent fits into %,d tokens; allow more".formatted(tokens));
      return Main.TROUBLE;
    }
    console.text(SafeLines.escape(prompt));
    return Main.CLEAN;
  }

  private void printJson(Shortlist shortlist) {
    List<Match> matches = shortlist.matches();
    for (int i = 0; i < matches.size(); i++) {
      int rank = i + 1;
      Match match = matches.get(i);
      boolean decided = shortlist.decided().filter(match.agent()::equals).isPresent();
      console.line(Json.object(json -> write(json, rank, match, decided)));
    }
  }

  private static void write(JsonWriter json, int rank, Match match, boolean decided)
      throws IOException {
    json.name("rank").value(rank);
    json.name("id").value(match.agent().id());
    json.name("score").value(match.score());
    json.name("decided").value(decided);
    json.name("duplicates");
    Json.texts(json, match.duplicates());
    json.name("reasons").beginArray();
    for (Match.Reason reason : match.reasons()) {
      json.beginObject().name("term").value(reason.term()).name("fields");
      Json.texts(json, reason.fields());
      json.endObject();
    }
    json.endArray();
  }
}
