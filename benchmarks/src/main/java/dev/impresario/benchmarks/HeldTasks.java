package dev.impresario.benchmarks;

import dev.impresario.Engine;
import dev.impresario.Reply;
import dev.impresario.Scope;
import dev.impresario.Submission;
import dev.impresario.Task;
import dev.impresario.core.Impresario;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/** Tasks that wait for a slot, each with the submission that its host holds. */
public final class HeldTasks implements Holding {

  @Override
  public AutoCloseable ours(int count) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    Engine engine =
        Impresario.builder()
            .source(Scope.PROJECT, new OneAgent())
            .runtime(
                definition ->
                    (task, context) -> {
                      begun.countDown();
                      end.await();
                      return Reply.of("");
                    })
            .concurrency(1)
            .queueCapacity(count + 1)
            .build();
    var submissions = new ArrayList<Submission>();
    submissions.add(engine.submit(Task.of(OneAgent.ID, "Wait")));
    begun.await();
    for (int i = 0; i < count; i++) {
      submissions.add(engine.submit(Task.of(OneAgent.ID, "Wait")));
    }
    return new AutoCloseable() {
      @Override
      public void close() {
        submissions.forEach(Submission::cancel);
        end.countDown();
        engine.close();
      }
    };
  }
}
