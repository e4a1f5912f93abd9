package io.github.palimpsest.model.graph.rewrite;

import java.nio.file.Path;

/**
 * A network in up to three files. A value that one gives and a later one takes has the same name in
 * both. An input of the original file goes to whichever takes it, several of them where several do.
 *
 * @param run what stays the same through a run, or null
 * @param step what depends on the timestep only, or null
 * @param call the rest, with the outputs of the original file
 * @param external whether weights lie in other files of the original's folder: then a session is
 *     made of a file's bytes, and told that folder
 * @param changes what was changed, for people
 */
public record RewrittenNetwork(Path run, Path step, Path call, boolean external, String changes) {
  /**
   * Added to the name of an input whose channels were divided: {@code sample} holds the noisy ones
   * then, and {@code sample.known} the others.
   */
  public static final String KNOWN = ".known";
}
