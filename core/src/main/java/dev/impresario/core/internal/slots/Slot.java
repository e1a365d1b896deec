package dev.impresario.core.internal.slots;

/** A task's right to work, as its own thread uses it. Another thread holds none and just waits. */
public interface Slot {

  /**
   * Waits with the slot given back, so that others can work meanwhile, and gets one again, in the
   * order of {@link #rank}, before it returns or throws.
   *
   * @throws InterruptedException if the task has ended meanwhile; it may then have no slot
   */
  <T> T pause(Wait<T> wait) throws InterruptedException;

  /**
   * Counts the task among those that work with this model from now on, and not among those of the
   * model before. Waits as {@link #pause} does if the model is at its limit.
   */
  void use(String model) throws InterruptedException;

  /** Returns the task's place in any line: the lower goes first. Constant for a task. */
  long rank();
}
