package dev.impresario.benchmarks;

/** The least that a Java program can do: the baseline of a start. */
final class Hello {
  private Hello() {}

  /** Says hello. */
  public static void main(String[] args) {
    System.out.println("Hello, world");
  }
}
