package dev.impresario.source.http;

import org.jspecify.annotations.Nullable;

/**
 * Fetches what is at a URL: follows redirects, tries again what may pass, and goes nowhere that is
 * not allowed. Safe for use by many threads.
 */
final class Fetcher {
  private static final int TRIES = 3;
  private static final int REDIRECTS = 5;
  private static final long FIRST_PAUSE = 250_000_000;

  private final Settings settings;
  private final World world;
  private final PinnedNames names;
  private final Transport transport;
  private final Gates gates;

  Fetcher(Settings settings, World world, PinnedNames names, Transport transport) {
    this.settings = settings;
    this.world = world;
    this.names = names;
    this.transport = transport;
    this.gates = new Gates(settings.limits(), world);
  }

  /**
   * Returns the answer at the end of all redirects, of status 200 or, if something is known, 304.
   *
   * @param limit how many bytes it may have
   * @throws FetchFailure if it cannot be had
   */
  Answer fetch(WebAddress at, @Nullable Validators known, int limit, Memory memory)
      throws FetchFailure, InterruptedException {
    Deadline deadline = Deadline.after(settings.limits().total(), world.ticker());
    var body = new Body(limit, memory, deadline);
    for (int attempt = 1; ; attempt++) {
      try {
        return follow(at, known, body, deadline);
      } catch (FetchFailure e) {
        long pause = Math.max(pause(attempt), e.retryAfter());
        boolean mayPass = e.kind() == FetchFailure.Kind.PASSING || e.retryAfter() > 0;
        if (!mayPass
            || attempt == TRIES
            || pause >= deadline.left()
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        world.betweenTries().nanos(pause);
      }
    }
  }

  /** Doubles from try to try; half of it is chance, so that many clients do not come at once. */
  private long pause(int attempt) {
    long most = FIRST_PAUSE << attempt;
    return most / 2 + (long) (world.chance().getAsDouble() * (most / 2.0));
  }

  private Answer follow(WebAddress start, @Nullable Validators known, Body body, Deadline deadline)
      throws FetchFailure {
    WebAddress at = start;
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      Answer answer = ask(at, hop > 0, known, body, deadline);
      if (!answer.isRedirect()) {
        return usable(answer, known != null && known.at().equals(at));
      }
      at = next(at, answer.location());
    }
    throw FetchFailure.answer("it leads through more than %d redirects".formatted(REDIRECTS));
  }

  private WebAddress next(WebAddress at, @Nullable String location) throws FetchFailure {
    if (location == null) {
      throw FetchFailure.answer("it leads elsewhere without saying where");
    }
    WebAddress next = at.resolve(location);
    if (next.isPlain() && !at.isPlain()) {
      throw FetchFailure.refused("it leads from https to '%s'".formatted(next));
    }
    return next;
  }

  private Answer ask(
      WebAddress at, boolean redirected, @Nullable Validators known, Body body, Deadline deadline)
      throws FetchFailure {
    if (at.isPlain() && !settings.allowed().allows(at)) {
      throw FetchFailure.refused("'%s' is not https".formatted(at));
    }
    HostGate gate = gates.claim(at, redirected);
    try {
      return ask(gate, at, known, body, deadline);
    } finally {
      gate.release();
    }
  }

  private Answer ask(
      HostGate gate, WebAddress at, @Nullable Validators known, Body body, Deadline deadline)
      throws FetchFailure {
    int turn = gate.enter();
    boolean judged = false;
    try {
      names.addresses(at, Math.max(1, deadline.left()));
      Answer answer = transport.get(at, known, body, deadline);
      judged = true;
      judge(gate, turn, answer);
      return answer;
    } catch (FetchFailure e) {
      if (!judged && e.kind() == FetchFailure.Kind.PASSING) {
        judged = true;
        gate.failed(turn);
      }
      throw e;
    } finally {
      if (!judged) {
        gate.left(turn);
      }
    }
  }

  private void judge(HostGate gate, int turn, Answer answer) throws FetchFailure {
    if (answer.status() >= 500) {
      gate.failed(turn);
    } else {
      gate.succeeded(turn);
    }
    if (!answer.mayPass()) {
      return;
    }
    String told = answer.retryAfter();
    long wait = told == null ? 0 : RetryAfter.nanos(told, world.now());
    if (wait > 0) {
      gate.leaveAlone(wait);
    }
    throw FetchFailure.passing("the server answers " + answer.status(), wait);
  }

  private static Answer usable(Answer answer, boolean known) throws FetchFailure {
    boolean unchanged = answer.status() == 304 && known;
    if (answer.status() != 200 && !unchanged) {
      throw FetchFailure.answer("the server answers " + answer.status());
    }
    return answer;
  }
}
