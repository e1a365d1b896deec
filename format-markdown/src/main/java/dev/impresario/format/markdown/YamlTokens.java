package dev.impresario.format.markdown;

import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.Token;

/** The tokens of a YAML text with their places in the file; the scanner's exceptions as ours. */
final class YamlTokens {
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  private final String text;
  private final int firstLine;
  private final Scanner scanner;
  private Position reached;

  YamlTokens(String text, int firstLine) {
    this.text = text;
    this.firstLine = firstLine;
    this.scanner = new ScannerImpl(SETTINGS, new StreamReader(SETTINGS, text));
    this.reached = new Position(firstLine, 1);
  }

  Token next() throws YamlSyntax {
    Token token = scan(scanner::next);
    reached = startOf(token);
    return token;
  }

  boolean at(Token.ID... kinds) throws YamlSyntax {
    return scan(() -> scanner.checkToken(kinds));
  }

  /** Returns where the next token begins. */
  Position here() throws YamlSyntax {
    return startOf(scan(scanner::peekToken));
  }

  Position startOf(Token token) {
    return token.getStartMark().map(this::at).orElse(reached);
  }

  Position endOf(Token token) {
    return token.getEndMark().map(this::at).orElse(reached);
  }

  private <T> T scan(Supplier<T> step) throws YamlSyntax {
    try {
      return step.get();
    } catch (MarkedYamlEngineException e) {
      throw syntax(e);
    } catch (ReaderException e) {
      throw new YamlSyntax(
          positionOf(e.getPosition()),
          "the character U+%04X may not be here, in quotes or not".formatted(e.getCodePoint()));
    } catch (RuntimeException e) {
      // The scanner lets some slips of its own out: of "\UFFFFFFFF", a NumberFormatException.
      throw new YamlSyntax(reached, "what follows cannot be read");
    }
  }

  private YamlSyntax syntax(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext();
    String problem = e.getProblem() == null ? "" : e.getProblem().replace('\n', ' ');
    Position at = markOf(e, context, problem).map(this::at).orElse(reached);
    if (context.contains("a tag")) {
      throw YamlGuard.tag(at, "this begins with a tag: " + problem);
    }
    if (context.contains("directive")) {
      throw YamlGuard.directive(at);
    }
    return new YamlSyntax(at, context.contains("alias") ? "'*' begins an alias here" : problem);
  }

  /** Of what was never finished, the begin says more than the end of the text. */
  private static Optional<Mark> markOf(
      MarkedYamlEngineException e, String context, String problem) {
    boolean unfinished =
        problem.contains("end of stream")
            || context.contains("simple key")
            || context.contains("alias")
            || context.contains("a tag");
    return unfinished ? e.getContextMark().or(e::getProblemMark) : e.getProblemMark();
  }

  private Position at(Mark mark) {
    return new Position(firstLine + mark.getLine(), mark.getColumn() + 1);
  }

  private Position positionOf(int codePoints) {
    int line = firstLine;
    int column = 1;
    int i = 0;
    for (int count = 0; count < codePoints && i < text.length(); count++) {
      int c = text.codePointAt(i);
      line += c == '\n' ? 1 : 0;
      column = c == '\n' ? 1 : column + 1;
      i += Character.charCount(c);
    }
    return new Position(line, column);
  }
}
