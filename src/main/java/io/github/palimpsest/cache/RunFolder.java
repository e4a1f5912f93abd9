package io.github.palimpsest.cache;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder of this run alone in the temporary folder, deleted at its end. Nobody else can write
 * there, as somebody might where the name could be guessed.
 */
final class RunFolder {
  private static final String NAME = "palimpsest-cache";

  private static Path folder;
  private static String warning;

  private RunFolder() {}

  /**
   * The folder, made on first use.
   *
   * @param reason why there is no better place, in words that begin a sentence
   */
  static synchronized Path because(String reason) throws IOException {
    if (folder == null) {
      Path temporary = Home.temporary();
      Leftovers.sweep(temporary, NAME + ".part-*");
      try {
        folder = Leftovers.beginPrivate(temporary, NAME);
      } catch (IOException e) {
        throw new IOException(
            reason + ", nor can \"" + temporary + "\" (" + Cache.reason(e) + ")", e);
      }
      warning =
          reason + "; models and libraries are unpacked into \"" + folder + "\" for this run.";
      Runtime.getRuntime().addShutdownHook(new Thread(RunFolder::forget));
    }
    return folder;
  }

  static synchronized String takeWarning() {
    String taken = warning;
    warning = null;
    return taken;
  }

  private static void forget() {
    try {
      Leftovers.delete(folder);
    } catch (IOException e) {
      // Windows keeps libraries that are in use; the next run takes them away
      return;
    }
  }
}
