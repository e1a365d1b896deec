package dev.impresario.core.internal.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who else could write somewhere. Whoever writes an index decides what tools an agent has, so it is
 * taken from nobody but the user who runs this process and the system's own, who may do anything.
 */
final class Privacy {
  private static final int ROOT = 0;
  private static final Path THIS_PROCESS = Path.of("/proc/self");

  private Privacy() {}

  /** Returns why others may have a hand in what is here, or null if they have none. */
  static @Nullable String weakness(Path place) throws IOException {
    var view =
        Files.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return null; // there are no such rights to look at, as on Windows
    }
    PosixFileAttributes attributes = view.readAttributes();
    if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      return "others may write to it";
    }
    return isOurs(place, attributes.owner()) ? null : "it belongs to another user";
  }

  private static boolean isOurs(Path place, UserPrincipal owner) throws IOException {
    return owner.equals(user()) || isOfRoot(place);
  }

  private static boolean isOfRoot(Path place) throws IOException {
    return place.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(place, "unix:uid", LinkOption.NOFOLLOW_LINKS) instanceof Integer uid
        && uid == ROOT;
  }

  /** In a container the user may have a number and no name, which the process still shows. */
  private static @Nullable UserPrincipal user() {
    try {
      return Files.exists(THIS_PROCESS)
          ? Files.getOwner(THIS_PROCESS)
          : THIS_PROCESS
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(System.getProperty("user.name", ""));
    } catch (IOException | UnsupportedOperationException e) {
      return null; // then nothing is known to be ours
    }
  }
}
