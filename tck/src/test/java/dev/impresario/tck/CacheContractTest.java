package dev.impresario.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.spi.CacheProvider;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CacheContractTest {

  /** Of objects, on the heap. */
  static final class Subject extends CacheContract {
    @Override
    protected CacheProvider provider() {
      return Planted.current(CacheProvider.class);
    }
  }

  /** Of bytes that stay. */
  static final class ByteSubject extends CacheContract {
    @Override
    protected CacheProvider provider() {
      return Planted.current(CacheProvider.class);
    }

    @Override
    protected Map<String, String> options() {
      return Map.of("directory", UUID.randomUUID().toString());
    }

    @Override
    protected boolean persistent() {
      return true;
    }
  }

  @Test
  void cache_thatIsRight_passes() {
    assertThat(Planted.run(Subject.class, new ReferenceProvider()).failed()).isEmpty();
  }

  @Test
  void cacheOfBytes_thatIsRight_passes() {
    Planted.run(ByteSubject.class, ReferenceProvider.ofBytes(ReferenceByteCache::new))
        .assertPasses(CacheContract.class);
  }
}
