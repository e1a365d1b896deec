package dev.impresario.systemtests;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Stands for the command line: says how it was started. */
final class EchoProgram {
  private EchoProgram() {}

  /** Says its words and the options of its virtual machine. */
  public static void main(String[] args) {
    System.out.println("words " + List.of(args));
    System.out.println("options " + ManagementFactory.getRuntimeMXBean().getInputArguments());
    System.exit(0); // as the command line does
  }
}
