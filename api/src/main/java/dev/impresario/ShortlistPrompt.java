package dev.impresario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts a shortlist into words for a model, within a budget. */
final class ShortlistPrompt {
  private static final int BYTES_PER_TOKEN = 3;

  /** Below this, a description says too little: rather one agent less. In characters. */
  private static final int SHORTEST = 80;

  /**
   * A line that is longer even so has an id that is hardly a name, or consists of escapes: it must
   * not push out others. In characters.
   */
  private static final int GREEDY = 200;

  private static final String CUT = "…";

  private ShortlistPrompt() {}

  static String of(List<Match> matches, int maxTokens) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("a prompt has at least 1 token, not " + maxTokens);
    }
    long bytes = (long) maxTokens * BYTES_PER_TOKEN;
    var entries = new ArrayList<Entry>(matches.stream().map(Entry::of).toList());
    entries.removeIf(entry -> bytes(entry.line(0)) > bytes); // whoever else is there
    while (entries.size() > 1 && size(entries, SHORTEST) > bytes) {
      entries.remove(dispensable(entries));
    }
    int fits = size(entries, SHORTEST) <= bytes ? SHORTEST : 0; // one alone may be cut further
    return text(entries, longest(entries, bytes, fits));
  }

  /** Returns the one that takes too much room for itself, the greediest first; else the last. */
  private static int dispensable(List<Entry> entries) {
    int last = entries.size() - 1;
    int most = GREEDY;
    int place = last;
    for (int i = last; i >= 0; i--) {
      int length = entries.get(i).line(SHORTEST).length();
      if (length > most) {
        most = length;
        place = i;
      }
    }
    return place;
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
      return new Entry(name(agent.id()), oneLine(agent.description()));
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

  /** What is no plain word goes into quotes: an id may be a sentence. */
  private static String name(String id) {
    return id.chars().allMatch(ShortlistPrompt::isPlain) ? id : "\"" + safe(id) + "\"";
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._-".indexOf(c) >= 0;
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
