package dev.impresario.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.impresario.ConfigurationException;
import dev.impresario.Diagnostic;
import dev.impresario.Diagnostic.Severity;
import dev.impresario.spi.Scan;
import dev.impresario.tck.MemoryPlace.Stored;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What authors of sources get wrong. */
final class SourceFaults {

  private SourceFaults() {}

  private static Fault fault(String what, Consumer<MemorySource> plant, String rule, String words) {
    return new Fault(what, new MemorySourceProvider(plant), rule, words);
  }

  static List<Fault> ofScans() {
    return List.of(
        fault(
            "refuses to be made where nothing is",
            SourceFaults::refuseWhatIsNotThere,
            "create_whereNothingIsYet_leavesAllLookingToTheScan",
            "must not mind that nothing is there"),
        fault(
            "remembers that there was nothing",
            SourceFaults::rememberThatThereWasNothing,
            "create_whereNothingIsYet_leavesAllLookingToTheScan",
            "what was stored after it"),
        fault(
            "lists a file twice",
            source -> source.listing = SourceFaults::deepOnesTwice,
            "scan_listsEachFileOnceByItsPath",
            "each path once"),
        fault(
            "enters no folders of folders",
            source -> source.listing = SourceFaults::noDeepOnes,
            "scan_listsEachFileOnceByItsPath",
            "must list what is there"),
        fault(
            "parts paths as Windows does",
            source -> source.path = SourceFaults::withBackslashes,
            "scan_listsEachFileOnceByItsPath",
            "with '/' between its parts"),
        fault(
            "writes paths in lower case",
            source -> source.path = file -> file.path().toLowerCase(Locale.ROOT),
            "scan_listsEachFileOnceByItsPath",
            "in upper and lower case as it was written"),
        fault(
            "reports an error though nothing is wrong",
            SourceFaults::alwaysReport,
            "scan_listsEachFileOnceByItsPath",
            "must report no error"),
        fault(
            "lists the first page only",
            source ->
                source.listing = files -> MemorySource.sorted(files).stream().limit(500).toList(),
            "scan_ofAThousandFiles_listsThemAll",
            "however many"),
        fault(
            "encodes blanks",
            source -> source.path = file -> file.path().replace(" ", "%20"),
            "scan_ofBlanksAndOtherScriptsInPaths_keepsThem",
            "not encoded"),
        fault(
            "finds no file of another script again",
            source ->
                source.reading =
                    (seen, limit) -> {
                      if (!seen.path().matches("\\p{ASCII}*")) {
                        throw new NoSuchFileException(seen.path());
                      }
                      return source.right(seen, limit);
                    },
            "scan_ofBlanksAndOtherScriptsInPaths_keepsThem",
            "must find a file"),
        fault(
            "lists in the order in which files came",
            source -> source.listing = files -> files,
            "scan_ofTheSameFiles_listsThemInTheSameOrder",
            "in the same order"),
        fault(
            "never forgets a file",
            SourceFaults::neverForget,
            "scan_afterFilesCameAndWent_listsWhatIsThereNow",
            "not what went"),
        fault(
            "looks for new files once only",
            SourceFaults::lookOnce,
            "scan_afterFilesCameAndWent_listsWhatIsThereNow",
            "what came since"),
        fault(
            "fails where there are no agents",
            source -> source.scanning = () -> failIf(source.place.files().isEmpty(), source),
            "scan_ofAnEmptyPlace_isEmpty",
            "must not fail"),
        fault(
            "offers an agent of its own where there are none",
            source ->
                source.listing =
                    files -> files.isEmpty() ? List.of(sample()) : MemorySource.sorted(files),
            "scan_ofAnEmptyPlace_isEmpty",
            "must list nothing"),
        fault(
            "stops at a file that fails",
            source -> source.listing = SourceFaults::upToTheFirstThatFails,
            "scan_withAFileThatFails_stillOffersTheOthers",
            "must offer the other files"),
        fault(
            "fails as a whole when a file fails",
            source ->
                source.scanning =
                    () -> failIf(source.place.files().stream().anyMatch(Stored::spoiled), source),
            "scan_withAFileThatFails_stillOffersTheOthers",
            "must offer the other files"),
        fault(
            "hides a file that fails",
            source ->
                source.listing =
                    files ->
                        MemorySource.sorted(files).stream()
                            .filter(file -> !file.spoiled())
                            .toList(),
            "scan_withAFileThatFails_saysSo",
            "must not vanish"),
        fault(
            "only warns of a file that fails",
            source -> source.problem = file -> MemorySource.problem(Severity.WARNING, file),
            "scan_withAFileThatFails_saysSo",
            "report an error with its path"),
        fault(
            "quotes a file that fails",
            source -> source.problem = SourceFaults::quoted,
            "scan_withAFileThatFails_quotesNothingOfIt",
            "may quote what a file holds"),
        fault(
            "takes a place that cannot be reached for an empty one",
            source -> source.scanning = source::listed,
            "scan_ofAPlaceThatCannotBeReached_saysSo",
            "an empty scan with nothing said"));
  }

  static List<Fault> ofRevisions() {
    return List.of(
        fault(
            "has revisions that do not follow the content",
            source -> source.revision = file -> Long.toString(file.made()),
            "revision_ofWhatChanged_isAnotherEachTime",
            "must be another one"),
        fault(
            "has the length of each file for a revision",
            source -> source.revision = file -> file.text().length() + "." + file.made(),
            "revision_ofWhatChanged_isAnotherEachTime",
            "even if it kept its length"),
        fault(
            "has the hash code for a revision",
            source -> source.revision = file -> Integer.toString(file.text().hashCode()),
            "revision_ofWhatChanged_isAnotherEachTime",
            "its String.hashCode()"),
        fault(
            "has revisions by a clock that ticks slowly",
            source -> source.revision = SourceFaults::byAClockThatTicksSlowly,
            "revision_ofWhatChanged_isAnotherEachTime",
            "faster than a clock ticks"),
        fault(
            "counts the edits of each file from the start again",
            source -> source.revision = file -> Integer.toString(file.edits()),
            "revision_ofWhatWentAndCameAgain_isAnother",
            "deleted and made anew"),
        fault(
            "has length and edits for a revision",
            source -> source.revision = file -> file.text().length() + "." + file.edits(),
            "revision_ofWhatWentAndCameAgain_isAnother",
            "deleted and made anew"),
        fault(
            "has another revision at each scan",
            SourceFaults::countScans,
            "revision_ofWhatDoesNotChange_staysTheSame",
            "while nothing changes"),
        fault(
            "counts anew in each object, and says that this lasts",
            SourceFaults::countFromItsOwnBegin,
            "revision_thatLasts_isAnotherForOtherContentInAnyObject",
            "as after a restart"));
  }

  private static void countFromItsOwnBegin(MemorySource source) {
    source.lasting = true;
    var first = new AtomicLong(-1);
    source.revision =
        file -> {
          first.compareAndSet(-1, file.changed());
          return Long.toString(file.changed() - first.get());
        };
  }

  static List<Fault> ofReads() {
    return List.of(
        fault(
            "mends ends of lines",
            source -> readAs(source, text -> text.replace("\r\n", "\n")),
            "read_givesTheBytesAsTheyWereStored",
            "just as they were stored"),
        fault(
            "strips blanks",
            source -> readAs(source, String::stripLeading),
            "read_givesTheBytesAsTheyWereStored",
            "just as they were stored"),
        fault(
            "drops a byte order mark",
            source -> readAs(source, text -> text.replace("\uFEFF", "")),
            "read_givesTheBytesAsTheyWereStored",
            "just as they were stored"),
        fault(
            "loses characters of four bytes",
            source -> readAs(source, text -> text.replace("\uD83D\uDE00", "?")),
            "read_givesTheBytesAsTheyWereStored",
            "just as they were stored"),
        fault(
            "reads the first buffer only",
            source -> readAs(source, text -> text.substring(0, Math.min(text.length(), 8192))),
            "read_ofALargeFile_givesAllOfIt",
            "the whole of a large file"),
        fault(
            "repeats a buffer",
            source -> readAs(source, SourceFaults::withARepeatedBuffer),
            "read_ofALargeFile_givesAllOfIt",
            "a large file as it is"),
        fault(
            "takes the limit for one byte more than there may be",
            source -> source.reading = (seen, limit) -> source.right(seen, limit - 1),
            "read_ofAsMuchAsTheLimit_givesIt",
            "must give a file of 15 bytes"),
        fault(
            "makes room for one byte more than the limit",
            source -> source.reading = (seen, limit) -> withRoom(limit + 1, seen, source),
            "read_ofAsMuchAsTheLimit_givesIt",
            "read(2147483647) threw"),
        fault(
            "forgets the limit",
            source -> source.reading = (seen, limit) -> source.right(seen, Integer.MAX_VALUE),
            "read_ofMoreThanTheLimit_throwsAgentTooLargeException",
            "must throw an AgentTooLargeException"),
        fault(
            "cuts off what is above the limit",
            source ->
                source.reading = (seen, limit) -> cut(source.right(seen, Integer.MAX_VALUE), limit),
            "read_ofMoreThanTheLimit_throwsAgentTooLargeException",
            "must throw an AgentTooLargeException"),
        fault(
            "counts characters, not bytes",
            SourceFaults::countCharacters,
            "read_ofMoreThanTheLimit_throwsAgentTooLargeException",
            "must throw an AgentTooLargeException"),
        fault(
            "gives what it remembers of a file that is gone",
            SourceFaults::remember,
            "read_ofWhatIsGone_throwsNoSuchFileException",
            "must say so by its exception"),
        fault(
            "says of a file that is gone that it is unreadable",
            SourceFaults::sayUnreadable,
            "read_ofWhatIsGone_throwsNoSuchFileException",
            "must say so by its exception"),
        fault(
            "says of a file that fails that it is gone",
            SourceFaults::takeFailedForGone,
            "read_ofWhatFailsSinceTheScan_isNotTakenForGone",
            "must not throw a NoSuchFileException"),
        fault(
            "reads as many bytes as there were when it scanned",
            SourceFaults::readTheOldLength,
            "read_ofWhatChangedSinceTheScan_givesOldOrNewAsAWhole",
            "never a part or a mixture"),
        fault(
            "says of a file that changed that it is gone",
            SourceFaults::takeChangedForGone,
            "read_ofWhatChangedSinceTheScan_givesOldOrNewAsAWhole",
            "no NoSuchFileException"),
        fault(
            "reads only what its latest scan found",
            SourceFaults::forgetEarlierScans,
            "read_afterLaterScans_stillWorks",
            "the engine keeps what a scan offered"),
        fault(
            "gives away its own array",
            SourceFaults::shareArrays,
            "read_givesBytesThatAreTheCallersOwn",
            "an array of its own"));
  }

  static List<Fault> ofThreadsAndLife() {
    return List.of(
        fault(
            "scans for one thread at a time",
            source -> SourceFaults.refuseASecond(source),
            "scanAndRead_byManyThreads_giveAllToEach",
            "to many threads at once"),
        fault(
            "swallows an interrupt when it reads",
            source ->
                source.reading =
                    (seen, limit) -> {
                      Thread.interrupted();
                      return source.right(seen, limit);
                    },
            "scanAndRead_byAnInterruptedThread_keepTheInterrupt",
            "read(...) must leave the thread interrupted"),
        fault(
            "swallows an interrupt when it scans",
            source ->
                source.scanning =
                    () -> {
                      Thread.interrupted();
                      return source.right();
                    },
            "scanAndRead_byAnInterruptedThread_keepTheInterrupt",
            "scan() must leave the thread interrupted"),
        fault(
            "takes an interrupt for a file that is gone",
            source ->
                source.reading =
                    (seen, limit) -> {
                      if (Thread.currentThread().isInterrupted()) {
                        throw new NoSuchFileException(seen.path());
                      }
                      return source.right(seen, limit);
                    },
            "scanAndRead_byAnInterruptedThread_keepTheInterrupt",
            "not of a lost file"),
        fault(
            "has no name",
            source -> source.name = () -> " ",
            "name_isTextAndStaysTheSame",
            "what messages call the source"),
        fault(
            "changes its name",
            source -> source.name = () -> "memory of " + source.place.files(),
            "name_isTextAndStaysTheSame",
            "must stay the same"),
        fault(
            "tells only one engine of changes",
            SourceFaults::followOnce,
            "onChange_ofSeveralEngines_isEndedByEach",
            "must take the hint of each engine"),
        fault(
            "leaves a thread behind",
            source -> Lingering.start(),
            "close_leavesNoThreadBehind",
            "must end the threads of the source"),
        fault(
            "fails when closed again",
            SourceFaults::refuseASecondClose,
            "close_twice_doesNothingMore",
            "when it is called again"));
  }

  static MemorySourceProvider nothingMade() {
    return new MemorySourceProvider(MemorySourceProvider.NOTHING);
  }

  @SuppressWarnings("NullAway") // the fault
  static MemorySourceProvider nothingScanned() {
    return new MemorySourceProvider(source -> source.scanning = () -> null);
  }

  @SuppressWarnings("NullAway") // the fault
  static MemorySourceProvider nothingRead() {
    return new MemorySourceProvider(source -> source.reading = (seen, limit) -> null);
  }

  private static Diagnostic quoted(Stored file) {
    return Diagnostic.ofFile(
        Severity.ERROR, "unreadable", file.path(), "cannot be read: " + file.text(), null);
  }

  private static void refuseWhatIsNotThere(MemorySource source) {
    if (!source.place.isThere()) {
      throw new ConfigurationException("there is no such place");
    }
  }

  private static void rememberThatThereWasNothing(MemorySource source) {
    if (!source.place.isThere()) {
      source.scanning = () -> new Scan(List.of(), List.of());
    }
  }

  private static boolean isDeep(Stored file) {
    return file.path().split("/", -1).length > 3;
  }

  private static List<Stored> deepOnesTwice(List<Stored> files) {
    Stream<Stored> twice = files.stream().filter(SourceFaults::isDeep);
    return MemorySource.sorted(Stream.concat(files.stream(), twice).toList());
  }

  private static List<Stored> noDeepOnes(List<Stored> files) {
    return MemorySource.sorted(files.stream().filter(file -> !isDeep(file)).toList());
  }

  private static String withBackslashes(Stored file) {
    return isDeep(file) ? file.path().replace('/', '\\') : file.path();
  }

  private static void alwaysReport(MemorySource source) {
    Diagnostic error = Diagnostic.ofSource(Severity.ERROR, "odd", "something is odd", null);
    source.scanning =
        () -> {
          Scan scan = source.right();
          List<Diagnostic> problems =
              Stream.concat(scan.diagnostics().stream(), Stream.of(error)).toList();
          return new Scan(scan.resources(), problems);
        };
  }

  private static void neverForget(MemorySource source) {
    Map<String, Stored> known = new ConcurrentHashMap<>();
    source.listing =
        files -> {
          files.forEach(file -> known.put(file.path(), file));
          return MemorySource.sorted(List.copyOf(known.values()));
        };
  }

  private static void lookOnce(MemorySource source) {
    Set<String> known = ConcurrentHashMap.newKeySet();
    source.listing =
        files -> {
          if (known.isEmpty()) {
            files.forEach(file -> known.add(file.path()));
          }
          return MemorySource.sorted(
              files.stream().filter(file -> known.contains(file.path())).toList());
        };
  }

  private static Scan failIf(boolean odd, MemorySource source) throws IOException {
    if (odd) {
      throw new IOException("something is odd");
    }
    return source.right();
  }

  private static Stored sample() {
    return new Stored("sample.md", "Test.", 0, 0, 0, false);
  }

  private static List<Stored> upToTheFirstThatFails(List<Stored> files) {
    List<Stored> sorted = MemorySource.sorted(files);
    int end = 0;
    while (end < sorted.size() && !sorted.get(end).spoiled()) {
      end++;
    }
    return sorted.subList(0, Math.min(end + 1, sorted.size()));
  }

  private static void countScans(MemorySource source) {
    var scans = new AtomicInteger();
    source.scanning =
        () -> {
          scans.incrementAndGet();
          return source.right();
        };
    source.revision = file -> file.changed() + "~" + scans.get();
  }

  /** Changes what is read. */
  private interface Change {
    String of(String text);
  }

  private static void readAs(MemorySource source, Change change) {
    source.reading =
        (seen, limit) ->
            MemorySource.bounded(change.of(source.now(seen).text()).getBytes(UTF_8), limit);
  }

  private static String withARepeatedBuffer(String text) {
    return text.length() < 20_000
        ? text
        : text.substring(0, 8192) + text.substring(0, 8192) + text.substring(16_384);
  }

  private static byte[] withRoom(int size, Stored seen, MemorySource source) throws IOException {
    if (size < 0) {
      throw new NegativeArraySizeException(Integer.toString(size));
    }
    return source.right(seen, size - 1);
  }

  private static byte[] cut(byte[] content, int limit) {
    return Arrays.copyOf(content, Math.min(content.length, limit));
  }

  private static void countCharacters(MemorySource source) {
    source.reading =
        (seen, limit) -> {
          String text = source.now(seen).text();
          MemorySource.bounded(new byte[text.length()], limit);
          return text.getBytes(UTF_8);
        };
  }

  private static void remember(MemorySource source) {
    source.reading =
        (seen, limit) ->
            source.place.file(seen.path()) == null
                ? seen.text().getBytes(UTF_8)
                : source.right(seen, limit);
  }

  private static void sayUnreadable(MemorySource source) {
    source.reading =
        (seen, limit) -> {
          if (source.place.file(seen.path()) == null) {
            throw new IOException("cannot be read");
          }
          return source.right(seen, limit);
        };
  }

  private static String byAClockThatTicksSlowly(Stored file) {
    return file.made() + "." + file.text().length() + "." + file.changed() / 2;
  }

  private static void takeFailedForGone(MemorySource source) {
    source.reading =
        (seen, limit) -> {
          Stored now = source.place.file(seen.path());
          if (now != null && now.spoiled()) {
            throw new NoSuchFileException(seen.path());
          }
          return source.right(seen, limit);
        };
  }

  private static void readTheOldLength(MemorySource source) {
    source.reading =
        (seen, limit) -> {
          byte[] now = source.right(seen, limit);
          boolean changed = source.now(seen).changed() != seen.changed();
          return changed ? Arrays.copyOf(now, seen.text().getBytes(UTF_8).length) : now;
        };
  }

  private static void takeChangedForGone(MemorySource source) {
    source.reading =
        (seen, limit) -> {
          if (source.now(seen).changed() != seen.changed()) {
            throw new NoSuchFileException(seen.path());
          }
          return source.right(seen, limit);
        };
  }

  private static void forgetEarlierScans(MemorySource source) {
    ThreadLocal<Integer> unread = ThreadLocal.withInitial(() -> 0);
    source.scanning =
        () -> {
          unread.set(unread.get() + 1);
          return source.right();
        };
    source.reading =
        (seen, limit) -> {
          if (unread.get() > 5) {
            throw new IOException("forgotten");
          }
          unread.remove();
          return source.right(seen, limit);
        };
  }

  private static void shareArrays(MemorySource source) {
    Map<Stored, byte[]> arrays = new ConcurrentHashMap<>();
    source.reading =
        (seen, limit) -> {
          byte[] content = source.right(seen, limit);
          return arrays.computeIfAbsent(source.now(seen), now -> content);
        };
  }

  private static void refuseASecond(MemorySource source) {
    var busy = new AtomicInteger();
    source.scanning =
        () -> {
          try {
            if (busy.incrementAndGet() > 1) {
              throw new IOException("busy");
            }
            LockSupport.parkNanos(100_000); // so that others do come
            return source.right();
          } finally {
            busy.decrementAndGet();
          }
        };
  }

  private static void followOnce(MemorySource source) {
    var followed = new AtomicInteger();
    source.following =
        hint -> {
          if (followed.incrementAndGet() > 1) {
            throw new IllegalStateException("it is followed");
          }
          return () -> {};
        };
  }

  private static void refuseASecondClose(MemorySource source) {
    var closed = new AtomicInteger();
    source.closing =
        () -> {
          if (closed.incrementAndGet() > 1) {
            throw new IllegalStateException("it is closed");
          }
        };
  }
}
