package dev.impresario.tck;

import dev.impresario.ConfigurationException;
import dev.impresario.spi.OptionSpec;
import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A provider of nothing that keeps all rules, and whose answers can be replaced by wrong ones. */
public class SampleProvider implements Provider {
  static final OptionSpec SIZE =
      OptionSpec.of("initial-size", OptionSpec.Type.INTEGER, "how large to begin")
          .withDefault("10");

  Supplier<String> id = () -> "sample";
  IntSupplier priority = () -> 0;
  Supplier<List<OptionSpec>> options = () -> List.of(SIZE);
  Consumer<Options> create = options -> options.integer("initial-size", 1, 100);

  /** Creates one that is right. */
  public SampleProvider() {}

  @Override
  public final String id() {
    return id.get();
  }

  @Override
  public final int priority() {
    return priority.getAsInt();
  }

  @Override
  public final List<OptionSpec> options() {
    return options.get();
  }

  /** Differs in each call from the one before. */
  static IntSupplier counter() {
    var calls = new java.util.concurrent.atomic.AtomicInteger();
    return calls::incrementAndGet;
  }

  static void refuseWithoutAName(Options options) {
    try {
      options.integer("initial-size", 1, 100);
    } catch (ConfigurationException e) {
      throw new ConfigurationException("bad options", e);
    }
  }

  /** Not for all the world to see. */
  static final class Hidden extends SampleProvider {
    public Hidden() {}
  }

  /** Cannot be made from nothing. */
  public static final class Needy extends SampleProvider {
    /** Asks for what no loader has. */
    public Needy(String id) {
      super();
      this.id = () -> id;
    }
  }

  /** Is in no services file. */
  public static final class Unlisted extends SampleProvider {
    /** Creates one. */
    public Unlisted() {}
  }
}
