package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Files that come of an example by damage. Always the same ones for the same example, so that what
 * fails today fails tomorrow.
 *
 * @param example a file that is as it should be
 * @param promptLength how many bytes at its end are the prompt
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DamagedFiles(byte[] example, int promptLength) {
  private static final int DAMAGED = 3_000;
  private static final int LARGEST = 2 << 20;

  private static final byte[] MARKS =
      "\n\r\t :;,.=-+*#\"'`|>&!%@$?\\/<>()[]{}~^_a0".getBytes(ISO_8859_1);

  /** What opens something, in one syntax or another. */
  private static final List<String> OPENERS =
      List.of("[", "{", "(", "<a>", "- ", "? ", "  ", "\t", ">", "{a: ", "[[", "{{", "\"", "&a [");

  private static final List<String> FILLERS =
      List.of("x", " ", "\n", "\r\n", "-", ":", "=", "#", "'", "\\", "é", "x: y\n", "x = y\n");

  private static final int LONGEST_FILLER = "x = y\n".length();

  /** Returns files that are hardly any. */
  Stream<byte[]> odd() {
    String text = new String(example, UTF_8);
    var odd = new ArrayList<byte[]>();
    for (String content :
        List.of("", " ", "\n", "\r", "\r\n\r\n", "\0", "\0".repeat(1_000), "x", "\uFEFF", "---")) {
      odd.add(content.getBytes(UTF_8));
    }
    odd.add(new byte[] {(byte) 0xFF, (byte) 0xFE});
    odd.add(new byte[] {(byte) 0xC3});
    odd.add(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
    odd.add(text.getBytes(UTF_16));
    odd.add(("\uFEFF" + text).getBytes(UTF_8));
    odd.add(text.replace("\n", "\r\n").getBytes(UTF_8));
    odd.add(text.replace('\n', '\r').getBytes(UTF_8));
    odd.add((text + text).getBytes(UTF_8));
    return odd.stream();
  }

  /** Returns each beginning and each end of the example. */
  Stream<byte[]> parts() {
    return IntStream.range(1, example.length)
        .boxed()
        .flatMap(i -> Stream.of(Arrays.copyOf(example, i), rest(example, i)));
  }

  /** Returns the example with a few bytes replaced, added, taken out or doubled. */
  Stream<byte[]> damaged() {
    var chance = new SplittableRandom(4);
    return IntStream.range(0, DAMAGED).mapToObj(i -> damaged(chance));
  }

  private byte[] damaged(SplittableRandom chance) {
    byte[] content = example;
    for (int edits = chance.nextInt(4); edits >= 0; edits--) {
      content = edited(content, chance);
    }
    return content;
  }

  /** Returns the example with something opened within it that often that recursion ends badly. */
  Stream<byte[]> nested() {
    return everywhere(OPENERS, 5_000, 50_000);
  }

  /**
   * Returns the example with something very long in it.
   *
   * @param maximumBytes how many bytes a file may have
   */
  Stream<byte[]> huge(int maximumBytes) {
    int most = Math.max(Math.min(maximumBytes, LARGEST), example.length) - example.length;
    Stream<byte[]> large = everywhere(FILLERS, Math.min(most, 50_000) / LONGEST_FILLER);
    Stream<byte[]> largest =
        Stream.of(0, afterFirstLine())
            .distinct()
            .flatMap(place -> FILLERS.stream().map(filler -> with(largest(filler, most), place)));
    Stream<byte[]> tooLarge = Stream.of(with("x".repeat(most + 1), example.length));
    return Stream.of(large, largest, tooLarge).flatMap(files -> files);
  }

  private static String largest(String filler, int most) {
    return filler.repeat(most / filler.getBytes(UTF_8).length);
  }

  /** Returns where the head's second line begins, or 0 if it has none. */
  private int afterFirstLine() {
    int end = 0;
    while (end < example.length - promptLength && example[end] != '\n') {
      end++;
    }
    return end < example.length - promptLength ? end + 1 : 0;
  }

  /** Returns files of all kinds, but none that take long. */
  List<byte[]> anything() {
    return Stream.of(odd(), parts(), damaged()).flatMap(files -> files).toList();
  }

  /** Returns the example with each of the texts, repeated that often, at each of the places. */
  private Stream<byte[]> everywhere(List<String> texts, int... times) {
    return places().stream()
        .flatMap(
            place ->
                texts.stream()
                    .flatMap(text -> IntStream.of(times).mapToObj(text::repeat))
                    .map(text -> with(text, place)));
  }

  /** Returns where something can be put in: at both ends of each line before the prompt. */
  private List<Integer> places() {
    var places = new ArrayList<Integer>();
    for (int i = 0; i < example.length - promptLength; i++) {
      if (i == 0 || example[i] == '\n' || example[i - 1] == '\n') {
        places.add(i);
      }
    }
    places.add(example.length - promptLength);
    return places;
  }

  private static byte[] edited(byte[] content, SplittableRandom chance) {
    int from = chance.nextInt(content.length + 1);
    int to = Math.min(content.length, from + chance.nextInt(1, 4));
    byte[] mark = {
      chance.nextInt(4) == 0 ? (byte) chance.nextInt(256) : MARKS[chance.nextInt(MARKS.length)]
    };
    return switch (chance.nextInt(4)) {
      case 0 -> joined(Arrays.copyOf(content, from), mark, rest(content, from));
      case 1 -> joined(Arrays.copyOf(content, from), mark, rest(content, to));
      case 2 -> joined(Arrays.copyOf(content, from), rest(content, to));
      default -> joined(Arrays.copyOf(content, to), rest(content, from));
    };
  }

  private byte[] with(String text, int place) {
    return joined(Arrays.copyOf(example, place), text.getBytes(UTF_8), rest(example, place));
  }

  private static byte[] rest(byte[] content, int from) {
    return Arrays.copyOfRange(content, from, content.length);
  }

  private static byte[] joined(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] joined = new byte[length];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, end, part.length);
      end += part.length;
    }
    return joined;
  }
}
