package io.github.palimpsest.model.own;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.ExamplePicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of pictures that is kept: patches are drawn from one picture after the other, then all
 * are written as a model folder. Holds one picture's pixels at a time. For one thread.
 */
public final class KeptModel {
  /** Most words, as {@link ExamplePicture#words} has bits. */
  public static final int MOST_WORDS = 31;

  /** Patches of a level. */
  private static final int MOST = 4096;

  /** With fewer patches of pixels there is nothing to choose from. */
  private static final int LEAST = 256;

  private static final int LEAST_ABOVE = 32;

  private final PatchSettings settings = PatchSettings.DEFAULT;
  private final int channels;
  private final List<String> kinds;
  private final List<String> words;
  private final int pictures;
  private final List<KeptPatches> levels = new ArrayList<>();
  private int added;

  /**
   * A model without any picture.
   *
   * @param channels of the pictures
   * @param kinds names of the control maps that pictures come with, in their order
   * @param words names of what lies in them, lower case, at most {@link #MOST_WORDS}
   * @param pictures how many there will be
   */
  public KeptModel(int channels, List<String> kinds, List<String> words, int pictures) {
    this.channels = channels;
    this.kinds = List.copyOf(kinds);
    this.words = List.copyOf(words);
    this.pictures = pictures;
    for (int l = 0; l < settings.levels(); l++) {
      levels.add(new KeptPatches(settings, channels, kinds.size(), words.size(), MOST));
    }
  }

  /** Draws patches from the next picture, which has a map of every kind. */
  public void add(ExamplePicture picture) {
    PatchShape shape = new PatchShape(settings.radius(), settings.window());
    List<PatchBank.Level> own =
        PatchBank.of(
            picture.width(),
            picture.height(),
            KeptPatches.planes(picture, picture.maps()),
            picture.known(),
            null,
            shape,
            settings.levels());
    float[][][] under = KeptPatches.words(picture, words.size(), own.size());
    added++;
    for (int l = 0; l < own.size(); l++) {
      KeptPatches level = levels.get(l);
      // what pictures before had too few patches for falls to this one
      int share = (int) ((long) MOST * added / pictures) - level.count();
      level.draw(own.get(l), under[l], share);
    }
  }

  /**
   * Writes the model folder.
   *
   * @param folder an empty one
   * @param name for people
   * @param families what it was made of, a phrase for each image
   * @return one line that says what was learnt
   * @throws BadInput if there are too few patches
   */
  public String write(Path folder, String name, List<String> families) throws IOException {
    int finest = levels.get(0).count();
    int side = 2 * settings.radius() + 1;
    if (finest < LEAST) {
      throw BadInput.of(
          "The images hold %d squares of %d x %d known pixels to learn from, and %d are needed: give"
              + " more or larger images.",
          finest, side, side, LEAST);
    }
    List<KeptLevel> learnt = new ArrayList<>();
    for (KeptPatches level : levels) {
      if (!learnt.isEmpty() && level.count() < LEAST_ABOVE) {
        break;
      }
      learnt.add(level.level());
    }
    KeptFolder.write(folder, new KeptBank(channels, kinds, words, learnt), name, families);
    return learnt.stream().mapToInt(KeptLevel::count).sum()
        + " patches of "
        + learnt.size()
        + " levels";
  }
}
