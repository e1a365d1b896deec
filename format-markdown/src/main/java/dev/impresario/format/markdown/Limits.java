package dev.impresario.format.markdown;

import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import java.util.List;

/**
 * How much of everything a file may have. The largest values that can be set still end in about a
 * second.
 */
record Limits(int fileBytes, int frontMatterBytes, int nesting, int aliasNodes, int keys) {

  static final OptionSpec FILE_BYTES =
      OptionSpec.of("max-file-bytes", OptionSpec.Type.INTEGER, "how many bytes a file may have")
          .withDefault("1048576");
  static final OptionSpec FRONT_MATTER_BYTES =
      OptionSpec.of(
              "max-front-matter-bytes",
              OptionSpec.Type.INTEGER,
              "how many bytes front matter may have")
          .withDefault("65536");
  static final OptionSpec NESTING =
      OptionSpec.of(
              "max-nesting",
              OptionSpec.Type.INTEGER,
              "how deep lists and mappings may stand in each other")
          .withDefault("20");
  static final OptionSpec ALIAS_NODES =
      OptionSpec.of(
              "max-alias-nodes",
              OptionSpec.Type.INTEGER,
              "for how many values all aliases together may stand")
          .withDefault("50");
  static final OptionSpec KEYS =
      OptionSpec.of(
              "max-keys", OptionSpec.Type.INTEGER, "how many keys all mappings together may have")
          .withDefault("200");

  static final List<OptionSpec> OPTIONS =
      List.of(FILE_BYTES, FRONT_MATTER_BYTES, NESTING, ALIAS_NODES, KEYS);

  static Limits from(Options options) {
    return new Limits(
        fileBytes(options),
        options.integer(FRONT_MATTER_BYTES.name(), 1, 1 << 18),
        options.integer(NESTING.name(), 2, 100), // the least that a list of tools needs
        options.integer(ALIAS_NODES.name(), 0, 10_000),
        options.integer(KEYS.name(), 1, 10_000));
  }

  static int fileBytes(Options options) {
    return options.integer(FILE_BYTES.name(), 1, 1 << 26);
  }
}
