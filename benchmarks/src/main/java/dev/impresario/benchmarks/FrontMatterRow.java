package dev.impresario.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Parsing of front matter: how long it takes, and whether the outcome is that of the library. */
public record FrontMatterRow(Target target) implements Row {

  @Override
  public String name() {
    return "front-matter";
  }

  @Override
  public String work() {
    return "front matter parse, %s, %d passes"
        .formatted(AgentFiles.kind(), FrontMatterParse.PASSES);
  }

  @Override
  public String baseline() {
    return "UTF-8 decode + snakeyaml-engine on the same files";
  }

  @Override
  public List<Figure> measure(Effort effort) throws Exception {
    var figures =
        new ArrayList<>(
            new PairRow(
                    name(), work(), baseline(), FrontMatterParse.class, PairRow.Time.WALL, target)
                .measure(effort));
    var parse = new FrontMatterParse();
    List<String> differences = parse.differences();
    if (!differences.isEmpty()) {
      System.err.println("other than the library: " + differences);
    }
    figures.add(
        Figure.absolute(
            "other than the library",
            Unit.COUNT,
            Samples.of(differences.size()),
            Target.atMost(0)));
    return figures;
  }
}
