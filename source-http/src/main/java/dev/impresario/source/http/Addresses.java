package dev.impresario.source.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are of the public internet. Of IPv4 all but those that IANA has set aside; of
 * IPv6 only the global unicast range, less what is set aside there or wraps an IPv4 address that
 * could be any.
 */
final class Addresses {
  private static final List<Range> SPECIAL_IPV4 =
      List.of(
          range(8, 0), // this network
          range(8, 10), // private
          range(10, 100, 64), // shared by the customers of a provider (CGNAT)
          range(8, 127), // loopback
          range(16, 169, 254), // link-local, and with it the metadata of clouds
          range(12, 172, 16), // private
          range(24, 192, 0, 0), // protocol assignments
          range(24, 192, 0, 2), // documentation
          range(24, 192, 88, 99), // relays of 6to4
          range(16, 192, 168), // private
          range(15, 198, 18), // benchmarks
          range(24, 198, 51, 100), // documentation
          range(24, 203, 0, 113), // documentation
          range(4, 224), // multicast
          range(4, 240)); // reserved, and broadcast

  private static final Range GLOBAL_IPV6 = range(3, 0x20);
  private static final Range NAT64 = range(96, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final List<Range> SPECIAL_IPV6 =
      List.of(
          range(23, 0x20, 0x01, 0x00), // protocol assignments, and with them Teredo
          range(32, 0x20, 0x01, 0x0d, 0xb8), // documentation
          range(16, 0x20, 0x02), // 6to4
          range(20, 0x3f, 0xff, 0x00)); // documentation

  private Addresses() {}

  /** Returns whether everybody may be sent there. */
  static boolean isPublic(InetAddress address) {
    return isPublic(address.getAddress());
  }

  private static boolean isPublic(byte[] address) {
    if (address.length == 4) {
      return SPECIAL_IPV4.stream().noneMatch(range -> range.holds(address));
    }
    if (NAT64.holds(address)) {
      return isPublic(Arrays.copyOfRange(address, 12, 16));
    }
    return GLOBAL_IPV6.holds(address)
        && SPECIAL_IPV6.stream().noneMatch(range -> range.holds(address))
        && !isIsatap(address);
  }

  /**
   * Returns whether no name of a host is meant to lead there, not even one that is allowed: the
   * metadata of clouds is at a link-local address, and the others are no address of one machine.
   */
  static boolean isNeverBehindAName(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || (address instanceof Inet4Address && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0));
  }

  /** An address of a tunnel within a site, which ends with an IPv4 address of that site. */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static Range range(int bits, int... prefix) {
    byte[] bytes = new byte[prefix.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) prefix[i];
    }
    return new Range(bits, bytes);
  }

  /** All addresses that begin with these bits. */
  private static final class Range {
    private final int bits;
    private final byte[] prefix;

    Range(int bits, byte[] prefix) {
      this.bits = bits;
      this.prefix = prefix;
    }

    boolean holds(byte[] address) {
      int whole = bits / 8;
      int rest = bits % 8;
      if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
        return false;
      }
      int mask = 0xff << (8 - rest);
      return rest == 0 || ((address[whole] ^ prefix[whole]) & mask & 0xff) == 0;
    }
  }
}
