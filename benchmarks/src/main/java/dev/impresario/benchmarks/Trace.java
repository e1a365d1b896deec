package dev.impresario.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Which of many prompts is asked for, request by request. */
final class Trace {
  private Trace() {}

  /**
   * Returns a trace in which few prompts are asked for often, and now and then all are asked for in
   * a row, as when somebody lists, checks or preloads a whole folder.
   *
   * <p>How often follows Zipf's law: the prompt of rank r is asked for in proportion to 1 / r^skew
   * (Gray and others, "Quickly generating billion-record synthetic databases", 1994).
   *
   * @param prompts how many there are
   * @param skew the exponent of Zipf's law
   * @param length how many requests to make
   * @param scans how many of the requests belong to scans, from 0 to 1
   */
  static int[] zipfWithScans(int prompts, double skew, int length, double scans, long seed) {
    var random = new Random(seed);
    double[] upTo = cumulated(prompts, skew);
    int[] promptOfRank = shuffled(prompts, random);
    double startsScan = scans / (1 - scans) / prompts; // one for so many other requests
    var trace = new int[length];
    int i = 0;
    while (i < length) {
      if (random.nextDouble() < startsScan) {
        for (int prompt = 0; prompt < prompts && i < length; prompt++) {
          trace[i++] = prompt;
        }
      } else {
        trace[i++] = promptOfRank[rank(upTo, random.nextDouble())];
      }
    }
    return trace;
  }

  private static double[] cumulated(int prompts, double skew) {
    var upTo = new double[prompts];
    double sum = 0;
    for (int rank = 0; rank < prompts; rank++) {
      sum += 1 / Math.pow(rank + 1, skew);
      upTo[rank] = sum;
    }
    for (int rank = 0; rank < prompts; rank++) {
      upTo[rank] /= sum;
    }
    return upTo;
  }

  private static int rank(double[] upTo, double share) {
    int found = Arrays.binarySearch(upTo, share);
    return Math.min(found >= 0 ? found : -found - 1, upTo.length - 1);
  }

  /** The prompts asked for most often must not be neighbours in a scan. */
  private static int[] shuffled(int prompts, Random random) {
    int[] all = new int[prompts];
    for (int i = 0; i < prompts; i++) {
      int j = random.nextInt(i + 1);
      all[i] = all[j];
      all[j] = i;
    }
    return all;
  }
}
