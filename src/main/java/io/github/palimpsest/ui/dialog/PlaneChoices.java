package io.github.palimpsest.ui.dialog;

import ij.ImagePlus;
import io.github.palimpsest.image.PlanePosition;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.request.Param;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Which planes of an image a user can ask for in words: the question of dialogs on composites and
 * stacks. Pure.
 */
public final class PlaneChoices {
  private static final List<Param> KEYS = List.of(Param.CHANNELS, Param.SLICES, Param.FRAMES);
  private static final String ALL = "all";

  private PlaneChoices() {}

  /**
   * One answer.
   *
   * @param words such as {@code All 3 channels}
   * @param keys values of channels, slices and frames, all three
   */
  public record Choice(String words, Map<Param, String> keys) {
    public Choice {
      keys = Map.copyOf(keys);
    }
  }

  /** The answers for an image, the plane shown first; none for a single plane. */
  public static List<Choice> of(ImagePlus image) {
    int[] sizes = {image.getNChannels(), image.getNSlices(), image.getNFrames()};
    String[] names = {"channel", "slice", "frame"};
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 1) {
        axes.add(i);
      }
    }
    List<Choice> choices = new ArrayList<>();
    if (axes.isEmpty()) {
      return choices;
    }
    PlanePosition now = PlanePositions.current(image);
    int[] at = {now.c(), now.z(), now.t()};
    StringJoiner here = new StringJoiner(", ", "This plane (", ")");
    axes.forEach(i -> here.add(names[i] + " " + at[i]));
    choices.add(choice(here.toString(), List.of()));
    for (int axis : axes) {
      StringJoiner rest = new StringJoiner(", ", " of ", "").setEmptyValue("");
      axes.stream().filter(i -> i != axis).forEach(i -> rest.add(names[i] + " " + at[i]));
      choices.add(choice("All " + sizes[axis] + " " + names[axis] + "s" + rest, List.of(axis)));
    }
    if (axes.size() > 1) {
      choices.add(choice("Everything (" + image.getStackSize() + " planes)", axes));
    }
    return choices;
  }

  private static Choice choice(String words, List<Integer> all) {
    Map<Param, String> keys = new EnumMap<>(Param.class);
    for (int i = 0; i < KEYS.size(); i++) {
      keys.put(KEYS.get(i), all.contains(i) ? ALL : "");
    }
    return new Choice(words, keys);
  }

  /**
   * The answer that the values of a form say.
   *
   * @return null for values that no answer has, such as {@code 1-3}
   */
  public static Choice said(List<Choice> choices, Map<Param, String> values) {
    return choices.stream()
        .filter(
            choice ->
                KEYS.stream()
                    .allMatch(
                        key ->
                            choice
                                .keys()
                                .get(key)
                                .equalsIgnoreCase(values.getOrDefault(key, "").strip())))
        .findFirst()
        .orElse(null);
  }
}
