package dev.impresario.source.http;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.impresario.SafeText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest lists. It is read as a stream, strictly: what is not as described is an error
 * rather than a guess, since a misspelt field would be a file that nobody checks.
 *
 * @param entries each path once
 */
record Manifest(List<Entry> entries, Problems problems) {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int MAXIMUM_PATH = 500;

  /**
   * A file.
   *
   * @param sha256 in lower case
   * @param url where it is, as written, or null if it is at its path below the manifest
   */
  record Entry(String path, String sha256, @Nullable String url) {}

  /**
   * Reads a manifest.
   *
   * @param limit how many entries it may have
   * @throws FetchFailure if it is none; a single bad entry is a problem instead
   */
  static Manifest parse(byte[] bytes, int limit) throws FetchFailure {
    try (var reader = new JsonReader(new StringReader(text(bytes)))) {
      reader.setStrictness(Strictness.STRICT);
      return new Reading(reader, limit).manifest();
    } catch (FetchFailure e) {
      throw e;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw FetchFailure.manifest("the manifest is not well-formed JSON");
    }
  }

  private static String text(byte[] bytes) throws FetchFailure {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw FetchFailure.manifest("the manifest is not UTF-8");
    }
  }

  /** Returns what is wrong with a path, or null. */
  static @Nullable String fault(String path) {
    if (path.isEmpty() || path.length() > MAXIMUM_PATH) {
      return "is empty or longer than %d characters".formatted(MAXIMUM_PATH);
    }
    if (path.indexOf('\\') >= 0 || path.codePoints().anyMatch(SafeText::isUnsafe)) {
      return "has a backslash, control or invisible character";
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "is not relative, or has an empty part, '.' or '..'";
      }
    }
    return null;
  }

  /** A manifest on its way in. */
  private static final class Reading {
    private final JsonReader reader;
    private final int limit;
    private final List<Entry> entries = new ArrayList<>();
    private final HashSet<String> paths = new HashSet<>();
    private final HashSet<String> twice = new HashSet<>();
    private final Problems problems = new Problems();
    private int index;

    Reading(JsonReader reader, int limit) {
      this.reader = reader;
      this.limit = limit;
    }

    Manifest manifest() throws IOException {
      require(JsonToken.BEGIN_OBJECT, "is no object");
      reader.beginObject();
      boolean read = false;
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (!name.equals("agents") || read) {
          throw wrong("must have just one field, 'agents'");
        }
        read = true;
        agents();
      }
      reader.endObject();
      require(JsonToken.END_DOCUMENT, "has something after its end");
      if (!read) {
        throw wrong("has no field 'agents'");
      }
      entries.removeIf(entry -> twice.contains(entry.path()));
      return new Manifest(List.copyOf(entries), problems);
    }

    private void agents() throws IOException {
      require(JsonToken.BEGIN_ARRAY, "has an 'agents' that is no list");
      reader.beginArray();
      while (reader.hasNext()) {
        if (++index > limit) {
          throw wrong("lists more than %d files".formatted(limit));
        }
        entry();
      }
      reader.endArray();
    }

    private void entry() throws IOException {
      require(JsonToken.BEGIN_OBJECT, "has an entry %d that is no object".formatted(index));
      String path = null;
      String sha256 = null;
      String url = null;
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        require(JsonToken.STRING, "has a field in entry %d that is no text".formatted(index));
        String value = reader.nextString();
        if (name.equals("path") && path == null) {
          path = value;
        } else if (name.equals("sha256") && sha256 == null) {
          sha256 = value;
        } else if (name.equals("url") && url == null) {
          url = value;
        } else {
          throw wrong(
              "must have in entry %d 'path' and 'sha256', perhaps 'url', each once and nothing else"
                  .formatted(index));
        }
      }
      reader.endObject();
      add(path, sha256, url);
    }

    private void add(@Nullable String path, @Nullable String sha256, @Nullable String url) {
      String fault = path == null ? "is missing" : fault(path);
      if (path == null || fault != null) {
        problems.badPath(index, fault == null ? "" : fault);
      } else if (!paths.add(path)) {
        twice.add(path);
        problems.badEntry(path, "the manifest lists it twice, so that none counts");
      } else if (sha256 == null || !SHA_256.matcher(sha256).matches()) {
        problems.badEntry(path, "its 'sha256' is missing, or is not 64 hexadecimal digits");
      } else {
        entries.add(new Entry(path, sha256.toLowerCase(Locale.ROOT), url));
      }
    }

    private void require(JsonToken token, String otherwise) throws IOException {
      if (reader.peek() != token) {
        throw wrong(otherwise);
      }
    }

    private static FetchFailure wrong(String what) {
      return FetchFailure.manifest("the manifest " + what);
    }
  }
}
