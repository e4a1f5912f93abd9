package io.github.palimpsest.cache;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The folders in which files are kept between runs. */
public final class Home {
  private static final String NAME = ".palimpsest";

  private Home() {}

  /**
   * The folder {@code .palimpsest} of this account, whether it exists or not; empty where the
   * account has no home folder, as in many containers, where Java calls it "?".
   */
  public static Optional<Path> folder() {
    String home = System.getProperty("user.home");
    try {
      Path path = Path.of(home == null ? "" : home);
      return path.isAbsolute() && Files.isDirectory(path)
          ? Optional.of(path.resolve(NAME))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The same, in the temporary folder where the account has no home folder. */
  public static Path orTemporary() {
    return folder().orElseGet(() -> temporary().resolve(NAME.substring(1)));
  }

  /** The system's temporary folder. */
  public static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir", "."));
  }
}
