package dev.impresario.format.markdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The events of a YAML text with their places in the file; the library's exceptions as ours. */
final class YamlEvents {
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  private final String text;
  private final int firstLine;
  private final Parser parser;
  private final Deque<CollectionStartEvent> open = new ArrayDeque<>();
  private Position reached;

  YamlEvents(String text, int firstLine) {
    this.text = text;
    this.firstLine = firstLine;
    this.parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
    this.reached = new Position(firstLine, 1);
  }

  Event next() throws YamlSyntax {
    Event event = parse(parser::next);
    reached = startOf(event);
    if (event instanceof CollectionStartEvent start) {
      open.push(start);
    } else if (event instanceof CollectionEndEvent) {
      open.pop();
    }
    return event;
  }

  boolean at(Event.ID kind) throws YamlSyntax {
    return parse(() -> parser.checkEvent(kind));
  }

  /** Returns where the next event begins. */
  Position here() throws YamlSyntax {
    return startOf(parse(parser::peekEvent));
  }

  Position startOf(Event event) {
    return event.getStartMark().map(this::at).orElse(reached);
  }

  /** Refuses a text that begins with a directive, which the parser reads past. */
  void refuseDirective() {
    int line = 0;
    for (var lines = text.lines().iterator(); lines.hasNext(); line++) { // nearly always the first
      String content = lines.next();
      if (content.startsWith("%")) {
        throw YamlGuard.directive(new Position(firstLine + line, 1));
      }
      if (!content.isBlank() && !content.startsWith("#")) {
        return;
      }
    }
  }

  private <T> T parse(Supplier<T> step) throws YamlSyntax {
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
    if (context.contains("a tag") || problem.contains("tag handle")) {
      throw YamlGuard.tag(at, "this begins with a tag: " + problem);
    }
    if (context.contains("directive")) {
      throw YamlGuard.directive(at);
    }
    if (problem.contains("stream end") && !open.isEmpty() && open.element().isFlow()) {
      return new YamlSyntax(startOf(open.element()), "the bracket is never closed");
    }
    int begin = e.getContextMark().map(mark -> at(mark).line()).orElse(at.line());
    return new YamlSyntax(at, inPlainWords(context, problem, begin));
  }

  /** The library speaks of its tokens; people want to know what to look for. */
  private static String inPlainWords(String context, String problem, int begin) {
    if (context.contains("alias")) {
      return "'*' begins an alias here";
    }
    if (problem.startsWith("expected ',' or")) {
      return "there is no comma or closing bracket; the open one is on line " + begin;
    }
    if (problem.startsWith("expected <block end>")) {
      String what = context.contains("mapping") ? "mapping" : "list";
      return "this does not go on with the %s that begins on line %d".formatted(what, begin);
    }
    if (problem.startsWith("expected the node content")) {
      return "a value is missing here";
    }
    return problem.startsWith("expected '<document start>'")
        ? "this belongs to no field; is it indented as the others?"
        : problem;
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
