package dev.impresario;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts a shortlist into words for a model, within a budget. */
final class ShortlistPrompt {
  private static final int BYTES_PER_TOKEN = 3;

  /** Below this, a description says too little: rather one agent less. In characters. */
  private static final int SHORTEST = 80;

  private static final String CUT = "…";

  private ShortlistPrompt() {}

  static String of(List<Match> matches, int maxTokens) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("a prompt has at least 1 token, not " + maxTokens);
    }
    long bytes = (long) maxTokens * BYTES_PER_TOKEN;
    List<Entry> entries = matches.stream().map(Entry::of).toList();
    for (int count = entries.size(); count > 1; count--) {
      List<Entry> best = entries.subList(0, count);
      if (size(best, SHORTEST) <= bytes) {
        return text(best, longest(best, bytes, SHORTEST));
      }
    }
    boolean fits = !entries.isEmpty() && size(entries.subList(0, 1), 0) <= bytes;
    return fits ? text(entries.subList(0, 1), longest(entries.subList(0, 1), bytes, 0)) : "";
  }

  /** Returns to how many characters all descriptions may go; by halves, from one that fits. */
  private static int longest(List<Entry> entries, long bytes, int fits) {
    int low = fits;
    int high = entries.stream().mapToInt(entry -> entry.description().length()).max().orElse(0);
    while (low < high) {
      int middle = low + (high - low + 1) / 2;
      if (size(entries, middle) <= bytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static long size(List<Entry> entries, int characters) {
    return entries.stream().mapToLong(entry -> bytes(entry.line(characters))).sum();
  }

  private static int bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String text(List<Entry> entries, int characters) {
    var text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.line(characters)));
    return text.toString();
  }

  /** One agent, in words on one line. */
  private record Entry(String id, String description) {

    static Entry of(Match match) {
      AgentMetadata agent = match.agent();
      return new Entry(safe(agent.id()), oneLine(agent.description()));
    }

    String line(int characters) {
      return "- " + id + ": \"" + safe(cut(characters)) + "\"\n";
    }

    private String cut(int characters) {
      if (description.length() <= characters) {
        return description;
      }
      int end = Math.max(0, characters - CUT.length());
      if (end > 0 && Character.isHighSurrogate(description.charAt(end - 1))) {
        end--;
      }
      return description.substring(0, end).stripTrailing() + CUT;
    }
  }

  /** Nothing in it ends the quotes or the line, or hides. */
  private static String safe(String text) {
    return SafeText.escape(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String oneLine(String text) {
    var line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = Character.isWhitespace(c);
      if (!blank) {
        line.append(c);
      } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().stripTrailing();
  }
}
