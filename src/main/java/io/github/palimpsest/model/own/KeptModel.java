package io.github.palimpsest.model.own;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ExamplePicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of pictures that is kept: the pictures are collected, then written as a model folder,
 * whose graph copies from them as {@code model=[This image]} does from its image. For one thread.
 */
public final class KeptModel {
  /** With fewer patches there is nothing to choose from. */
  private static final int LEAST = 256;

  private final PatchSettings settings = PatchSettings.DEFAULT;
  private final int channels;
  private final List<String> kinds;
  private final List<String> words;
  private final List<ExamplePicture> pictures = new ArrayList<>();
  private final List<Integer> from = new ArrayList<>();

  /**
   * A model without any picture.
   *
   * @param channels of the pictures
   * @param kinds names of the control maps that pictures come with, in their order
   * @param words names of what lies in them, as {@link ExamplePicture#words} writes them
   */
  public KeptModel(int channels, List<String> kinds, List<String> words) {
    this.channels = channels;
    this.kinds = List.copyOf(kinds);
    this.words = List.copyOf(words);
  }

  /**
   * Takes in a picture, which has a map of one channel for every kind.
   *
   * @param plane number of the plane it was read from: of several planes those are copied from that
   *     look as the picture to be filled
   */
  public void add(ExamplePicture picture, int plane) {
    pictures.add(picture);
    from.add(plane);
  }

  /**
   * Writes the model folder.
   *
   * @param folder an empty one
   * @param name for people
   * @param families what it was made of, a phrase for each image
   * @return what was learnt, a phrase
   * @throws BadInput if there are too few patches
   */
  public String write(Path folder, String name, List<String> families) throws IOException {
    KeptPictures kept = KeptPictures.of(pictures, from, channels, kinds, words, settings);
    int finest = kept.patches(0);
    int side = 2 * settings.radius() + 1;
    if (finest < LEAST) {
      throw BadInput.of(
          "The images hold %d squares of %d x %d known pixels to learn from, and %d are needed: give"
              + " more or larger images.",
          finest, side, side, LEAST);
    }
    KeptFolder.write(folder, kept, name, families);
    return String.format(
        "%d patches of %d x %d pixels, %d levels", finest, side, side, kept.levels().size());
  }
}
