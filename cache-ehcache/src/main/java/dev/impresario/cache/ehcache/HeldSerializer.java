package dev.impresario.cache.ehcache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ehcache.spi.serialization.Serializer;

/** Moves records to and from Ehcache's tiers. What is damaged is found when the value is wanted. */
final class HeldSerializer implements Serializer<Held> {
  private final boolean keepRecords;

  HeldSerializer(Tiers tiers) {
    // what was read back from disk is written again on its way from the heap to beside it
    this.keepRecords = tiers.offheap() > 0 && tiers.disk() > 0;
  }

  @Override
  public ByteBuffer serialize(Held held) {
    return ByteBuffer.wrap(held.record());
  }

  @Override
  public Held read(ByteBuffer binary) {
    return Held.readBack(copy(binary), keepRecords); // Ehcache reuses the memory
  }

  @Override
  public boolean equals(Held held, ByteBuffer binary) {
    return Arrays.equals(held.record(), copy(binary));
  }

  private static byte[] copy(ByteBuffer binary) {
    byte[] bytes = new byte[binary.remaining()];
    binary.get(bytes);
    return bytes;
  }
}
