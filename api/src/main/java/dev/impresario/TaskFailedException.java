package dev.impresario;

/** The reply of a failed task was asked for. */
public final class TaskFailedException extends ImpresarioException {
  private static final long serialVersionUID = 1;

  /** Creates one from the failure. */
  public TaskFailedException(TaskResult.Failure failure) {
    super(failure.message(), failure.cause());
  }
}
