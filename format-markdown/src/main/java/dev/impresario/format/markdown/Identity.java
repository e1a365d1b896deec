package dev.impresario.format.markdown;

import java.util.Optional;

/** What an agent is called: in tasks, and by people. */
record Identity(String id, String name) {

  /** Only lets the other fields be read when the identity is refused. */
  static final Identity REFUSED = new Identity("", "");

  /** The field {@code name} is the id; without one, a description makes the fallback the id. */
  static Identity declaredOr(String fallback, Fields fields) {
    Optional<String> declared = declared(fields);
    if (declared.isEmpty() && (fallback.isEmpty() || fields.text("description").isEmpty())) {
      throw new Refusal(
          "name-missing",
          Position.FIRST_LINE,
          "the front matter gives no name",
          "write 'name: ...' in it");
    }
    String id = declared.orElseGet(() -> Names.check(fallback, Position.FIRST_LINE));
    return new Identity(id, id);
  }

  /** As {@link #declaredOr} with the folder's name, from which the field should not differ. */
  static Identity ofSkill(AgentPath path, Fields fields, Findings findings) {
    String folder = path.folder();
    Identity identity = declaredOr(folder, fields);
    if (!folder.isEmpty() && !identity.id().equals(folder)) {
      findings.warn(
          "name-not-folder",
          fields.at("name"),
          "the skill is named '%s', but its folder '%s'".formatted(identity.id(), folder),
          "give both the same name");
    }
    return identity;
  }

  /** The file's name is the id; the field {@code name} is for display. */
  static Identity ofFile(String stem, Fields fields) {
    String id = Names.check(stem, Position.FIRST_LINE);
    return new Identity(id, declared(fields).orElse(id));
  }

  private static Optional<String> declared(Fields fields) {
    return fields.scalar("name").map(name -> Names.check(name.text(), name.at()));
  }
}
