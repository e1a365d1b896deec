package dev.impresario.cli;

import java.time.Duration;
import java.util.List;

/**
 * Which load a user wants to see carried.
 *
 * @param agents who is handed the tasks, in turn; one that stands twice gets twice as many
 * @param rate how many tasks a second
 * @param duration how long
 * @param tasks how many that makes
 * @param queue how many tasks may wait
 */
record LoadArguments(List<String> agents, Rate rate, Duration duration, int tasks, int queue) {

  LoadArguments {
    agents = List.copyOf(agents);
  }

  /** Returns who is handed a task; the first is number 0. */
  String agent(int number) {
    return agents.get(number % agents.size());
  }
}
