package io.github.palimpsest.cache;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder of this run alone in the temporary folder, deleted at its end. Nobody else can write
 * there, as somebody might where the name could be guessed.
 */
final class TemporaryCache {
  private static final String NAME = "palimpsest-cache";

  private static Path folder;
  private static String warning;
  private static boolean said;

  private TemporaryCache() {}

  /** The folder, made on first use. */
  static synchronized Path get() throws IOException {
    if (folder == null) {
      UnfinishedFolders.sweep(Home.temporary(), NAME + ".part-*");
      folder = UnfinishedFolders.beginPrivate(Home.temporary(), NAME);
      Runtime.getRuntime().addShutdownHook(new Thread(TemporaryCache::forget));
    }
    return folder;
  }

  /**
   * The folder in place of a better one, which will be said once.
   *
   * @param reason why there is none, in words that begin a sentence
   */
  static synchronized Path because(String reason) throws IOException {
    if (!said) {
      try {
        warning =
            reason + "; models and libraries are unpacked into \"" + get() + "\" for this run.";
        said = true;
      } catch (IOException e) {
        String place = "nor can \"" + Home.temporary() + "\" (" + Cache.reason(e) + ")";
        throw new IOException(reason + ", " + place, e);
      }
    }
    return get();
  }

  static synchronized String takeWarning() {
    String taken = warning;
    warning = null;
    return taken;
  }

  private static void forget() {
    try {
      UnfinishedFolders.delete(folder);
    } catch (IOException e) {
      // Windows keeps libraries that are in use; the next run takes them away
      return;
    }
  }
}
