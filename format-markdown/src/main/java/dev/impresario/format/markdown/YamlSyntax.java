package dev.impresario.format.markdown;

/** Text is not YAML. Unlike a {@link Refusal}, this leaves the lenient reading to be tried. */
final class YamlSyntax extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;
  private final String problem;

  YamlSyntax(Position at, String problem) {
    super(problem, null, false, false);
    this.line = at.line();
    this.column = at.column();
    this.problem = problem;
  }

  Position at() {
    return new Position(line, column);
  }

  String problem() {
    return problem;
  }

  Refusal asRefusal(String hint) {
    return new Refusal("yaml-syntax", at(), "this is not valid YAML: " + problem, hint);
  }
}
