package dev.impresario.benchmarks;

/** Runs a {@link Scaling} in this process, at one size, and prints its samples. */
final class ScalingProcess {
  /** What begins each line that is a sample. */
  static final String SAMPLE = "sample\t";

  private ScalingProcess() {}

  /** Takes the class, the size, and {@code quick} or {@code whole}. */
  public static void main(String[] args) throws Exception {
    Orphan.endThisProcess();
    Effort effort = args[2].equals("quick") ? Effort.QUICK : Effort.WHOLE;
    Scaling work = Class.forName(args[0]).asSubclass(Scaling.class).getConstructor().newInstance();
    work.measure(
        Integer.parseInt(args[1]),
        effort,
        (curve, value) -> System.out.println(SAMPLE + curve + "\t" + value));
    System.exit(0); // whatever threads it has left behind
  }
}
