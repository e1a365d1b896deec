package dev.impresario.core.internal.index;

import dev.impresario.SafeText;
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
  private static final int STICKY = 01000;
  private static final Path THIS_PROCESS = Path.of("/proc/self");

  private Privacy() {}

  /**
   * Returns why others may exchange what this real path leads through, or null if they cannot. Who
   * may write to a directory may put another in the place of each below, unless it is sticky.
   */
  static @Nullable String weaknessAbove(Path directory) throws IOException {
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      String weakness = weakness(above, true);
      if (weakness != null) {
        return "the directory '%s' above it: %s"
            .formatted(SafeText.escape(above.toString()), weakness);
      }
    }
    return null;
  }

  /** Returns why others may have a hand in what is here, or null if they have none. */
  static @Nullable String weakness(Path place) throws IOException {
    return weakness(place, false);
  }

  private static @Nullable String weakness(Path place, boolean above) throws IOException {
    var view =
        Files.getFileAttributeView(place, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return null; // there are no such rights to look at, as on Windows
    }
    PosixFileAttributes attributes = view.readAttributes();
    boolean shared =
        attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
            || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    if (shared && !(above && isSticky(place))) {
      return "others may write to it";
    }
    return isOurs(place, attributes.owner()) ? null : "it belongs to another user";
  }

  private static boolean isOurs(Path place, UserPrincipal owner) throws IOException {
    return owner.equals(user()) || isOfRoot(place);
  }

  private static boolean isOfRoot(Path place) throws IOException {
    return unix(place, "uid") instanceof Integer uid && uid == ROOT;
  }

  private static boolean isSticky(Path place) throws IOException {
    return unix(place, "mode") instanceof Integer mode && (mode & STICKY) != 0;
  }

  private static @Nullable Object unix(Path place, String name) throws IOException {
    return place.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? Files.getAttribute(place, "unix:" + name, LinkOption.NOFOLLOW_LINKS)
        : null;
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
