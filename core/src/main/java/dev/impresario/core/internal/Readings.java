package dev.impresario.core.internal;

import dev.impresario.core.internal.match.Headings;
import dev.impresario.spi.AgentProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads prompts to match by them, for a bounded time: what is not read by then, or cannot be read,
 * goes by its metadata alone until another try. Used by one thread at a time, save {@link #isDue}.
 */
final class Readings {
  private static final int OPENING = 2_500;
  private static final long GLANCE_MILLIS = 50;
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Workers workers;
  private final Runnable requireOpen;
  private Map<String, Reading> unread = Map.of();
  private Map<String, Reading> left = Map.of(); // of those returned last
  private volatile boolean someUnread;
  private volatile long tried = System.nanoTime();

  /**
   * Makes readings without any.
   *
   * @param requireOpen throws if the engine is closed
   */
  Readings(Workers workers, Runnable requireOpen) {
    this.workers = workers;
    this.requireOpen = requireOpen;
  }

  /** Whether what was not read is worth another try. For any thread. */
  boolean isDue() {
    return someUnread && System.nanoTime() - tried >= RETRY_NANOS;
  }

  /**
   * Returns what there is to say of what changed, and of what was not read before and is by now.
   *
   * @throws InterruptedException if this thread is interrupted; then nothing counts as tried
   */
  List<AgentProfile> of(List<Candidate> changed, Snapshot current) throws InterruptedException {
    var wanted = new LinkedHashMap<String, Reading>();
    changed.forEach(candidate -> wanted.put(candidate.metadata().id(), new Reading(candidate)));
    int fresh = wanted.size();
    unread.forEach((id, before) -> wanted.computeIfAbsent(id, missing -> again(before, current)));
    var all = new ArrayList<>(wanted.values());
    read(all);
    var profiles = new ArrayList<AgentProfile>();
    left = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Reading reading = all.get(i);
      AgentProfile profile = reading.profile;
      if (profile == null) {
        left.put(reading.candidate.metadata().id(), reading);
      }
      if (profile != null || i < fresh) { // else nothing new is known of it
        profiles.add(profile != null ? profile : reading.withoutPrompt());
      }
    }
    tried = System.nanoTime();
    return profiles;
  }

  /** Notes that what was returned last is known to the selector now. */
  void told() {
    unread = left;
    someUnread = !unread.isEmpty();
  }

  /** A reading that hangs is not begun once more: each would cost a thread. */
  @SuppressWarnings("ReferenceEquality") // the very candidate
  private static @Nullable Reading again(Reading before, Snapshot current) {
    Candidate now = current.find(before.candidate.metadata().id());
    if (now == null) {
      return null;
    }
    boolean goesOn = now == before.candidate && (before.isUnderWay() || before.profile != null);
    return goesOn ? before : new Reading(now);
  }

  private void read(List<Reading> all) throws InterruptedException {
    var open = new ConcurrentLinkedQueue<Reading>();
    all.stream().filter(reading -> !reading.begun).forEach(open::add);
    var left = new CountDownLatch(open.size());
    workers.share(open.size(), () -> readEach(open, left));
    try {
      await(left);
    } finally {
      open.clear(); // nobody waits for these any more
    }
  }

  private void readEach(Queue<Reading> open, CountDownLatch left) {
    for (Reading next = open.poll(); next != null; next = open.poll()) {
      try {
        next.run();
      } finally {
        left.countDown();
      }
      if (workers.isClosed()) {
        return;
      }
      boolean ignored = Thread.interrupted(); // that a source left says nothing here
    }
  }

  /** As long as readings end, for a while; in glances, since the close wakes nobody. */
  private void await(CountDownLatch left) throws InterruptedException {
    long begin = System.nanoTime();
    long moved = begin;
    long before = left.getCount();
    while (!left.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
      requireOpen.run();
      long now = System.nanoTime();
      long count = left.getCount();
      moved = count == before ? moved : now;
      before = count;
      if (now - moved >= STALLED_NANOS || now - begin >= LONGEST_NANOS) {
        return;
      }
    }
    requireOpen.run(); // which makes reads fail
  }

  /** One prompt that is read. */
  private static final class Reading implements Runnable {
    private final Candidate candidate;
    private volatile boolean begun;
    private volatile boolean ended;
    private volatile @Nullable AgentProfile profile; // null until it is read

    Reading(Candidate candidate) {
      this.candidate = candidate;
    }

    boolean isUnderWay() {
      return begun && !ended;
    }

    /** Reads past the prompt cache: this is no use of a prompt, and would push others out. */
    @Override
    public void run() {
      begun = true;
      try {
        String prompt = candidate.pinned();
        if (prompt == null) {
          prompt = candidate.broken() == null ? candidate.load() : "";
        }
        profile = new AgentProfile(candidate.metadata(), Headings.of(prompt), opening(prompt));
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        // it is tried again; who loads the agent is told
      } finally {
        ended = true;
      }
    }

    AgentProfile withoutPrompt() {
      return new AgentProfile(candidate.metadata(), List.of(), "");
    }

    private static String opening(String prompt) {
      return prompt.length() > OPENING ? prompt.substring(0, OPENING) : prompt;
    }
  }
}
