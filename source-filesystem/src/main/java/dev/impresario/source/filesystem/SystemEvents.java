package dev.impresario.source.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** The events of a real file system. */
record SystemEvents(WatchService service) implements Events {

  /** Opens a watch service, which takes a thread and three descriptors. */
  static Events open(Path path) throws IOException {
    return new SystemEvents(path.getFileSystem().newWatchService());
  }

  @Override
  public WatchKey register(Path directory, WatchEvent.Kind<?>... kinds) throws IOException {
    return directory.register(service, kinds);
  }

  @Override
  public WatchKey take() throws InterruptedException {
    return service.take();
  }

  @Override
  public String fileSystemOf(Path path) throws IOException {
    return Files.getFileStore(path).type();
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
