package io.github.palimpsest.cache;

import java.nio.file.Path;

/** A process that says it is ready, waits for the end of its input, and unpacks a jar. */
public final class Unpacking {
  private Unpacking() {}

  /** Arguments: a jar; the folder in it. Prints where the files are, and the warning if any. */
  public static void main(String[] args) throws Exception {
    JarFiles files = JarFiles.below(Path.of(args[0]), args[1]);
    System.out.println("ready");
    System.in.readAllBytes();
    System.out.println(Cache.unpack("files", files));
    System.out.println(Cache.takeWarning());
  }
}
