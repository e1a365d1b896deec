package dev.impresario.format.markdown;

import dev.impresario.ToolGrant;
import dev.impresario.format.markdown.Node.Sequence;
import dev.impresario.spi.Header;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a header of fields, and notes all that is wrong with them. Used by one thread. */
final class HeaderReader {
  private static final List<String> SPECIALIZATIONS =
      List.of("specializations", "tags", "keywords", "category");

  private static final Set<String> ALWAYS = Set.of("name", "description", "type");

  private final Dialect dialect;
  private final Fields fields;
  private final Findings findings;

  /** What else the header itself holds; a handful at most, and mostly one. */
  private final List<String> consumed = new ArrayList<>(4);

  HeaderReader(Dialect dialect, Fields fields, Findings findings) {
    this.dialect = dialect;
    this.fields = fields;
    this.findings = findings;
  }

  /** Returns a header that is of no use if an error was found. */
  Header read(AgentPath path) {
    Identity identity =
        findings.orElse(Identity.REFUSED, () -> dialect.naming().identify(path, fields, findings));
    String description = findings.orElse("", this::description);
    String type = findings.orElse(Optional.<String>empty(), () -> fields.text("type")).orElse(null);
    ToolGrant tools = findings.orElse(ToolGrant.of(List.of()), this::tools);
    String model = findings.orElse(Optional.<String>empty(), this::model).orElse(null);
    if (dialect.knows("maxTurns")) {
      findings.orElse(Optional.<Integer>empty(), () -> fields.wholeNumber("maxTurns"));
    }
    Set<String> specializations = specializations();
    return new Header(
        identity.id(),
        identity.name(),
        description,
        type,
        specializations,
        tools,
        model,
        fields.attributesWithout(this::isConsumed));
  }

  private String description() {
    Optional<String> description = fields.text("description");
    if (description.isEmpty()) {
      findings.warn(
          "description-missing",
          fields.at("description"),
          "there is no description, so nobody can tell what this agent is for",
          "write 'description: ...' in the front matter");
    }
    return description.orElse("");
  }

  private ToolGrant tools() {
    List<String> grantFields = dialect.grantFields();
    ToolGrant grant = toolsIn(grantFields.get(0)).map(ToolGrant::of).orElseGet(ToolGrant::inherit);
    for (String field : grantFields.subList(1, grantFields.size())) {
      grant = grant.without(toolsIn(field).orElse(List.of()));
    }
    return grant;
  }

  private Optional<List<String>> toolsIn(String field) {
    if (fields.written(field).isEmpty()) {
      return Optional.empty();
    }
    // each on its own, so that a mistake in one does not hide one in the other
    return findings.orElse(
        Optional.of(List.of()), () -> fields.written(field).map(new ToolField(field)::read));
  }

  /** Of a list the first model counts; the whole list stays an attribute. */
  private Optional<String> model() {
    if (!(fields.written("model").orElse(null) instanceof Sequence)) {
      consumed.add("model");
    }
    return fields.firstText("model");
  }

  private Set<String> specializations() {
    Set<String> words = Set.of();
    for (String field : SPECIALIZATIONS) {
      List<String> found = fields.words(field).orElse(null);
      if (found != null) {
        words = words.isEmpty() ? new LinkedHashSet<>() : words;
        words.addAll(found);
        consumed.add(field);
      }
    }
    return words;
  }

  /** Returns whether the header itself holds a field; the others become attributes. */
  private boolean isConsumed(String field) {
    return ALWAYS.contains(field)
        || dialect.grantFields().contains(field)
        || consumed.contains(field);
  }
}
