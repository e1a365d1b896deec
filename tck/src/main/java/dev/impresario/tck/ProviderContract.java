package dev.impresario.tck;

import dev.impresario.spi.Options;
import dev.impresario.spi.Provider;
import java.util.Map;

/**
 * What every provider must do, whatever it offers. The contract of each kind includes it.
 *
 * @param <P> the kind of provider
 */
public abstract class ProviderContract<P extends Provider> {

  /** For the contracts of this package. */
  ProviderContract() {}

  /** Returns the provider under test. Called often; a new one each time will do. */
  protected abstract P provider();

  /**
   * Returns the options to test it with, as a user would set them. None, unless it needs some.
   *
   * @throws Exception if they cannot be prepared; the test then fails
   */
  protected Map<String, String> options() throws Exception {
    return Map.of();
  }

  /** Returns the options, checked against what the provider lists. */
  final Options checkedOptions() throws Exception {
    return Options.of(provider(), options());
  }
}
