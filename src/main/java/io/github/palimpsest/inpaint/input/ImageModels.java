package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.roi.ExampleRois;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Models made to fit an image; see {@link Model#learnsFromImage}. */
public final class ImageModels {
  private ImageModels() {}

  /**
   * The model for an image; itself if it learns nothing from images.
   *
   * @param channels that are filled together
   * @param words names of the examples
   */
  public static Model of(Model model, int channels, List<String> words) {
    return model.learnsFromImage() ? model.forImage(channels, words) : model;
  }

  /** The same for planes, whose channels it may {@link MaskedPlane#joined join}. */
  public static Model of(Model model, List<MaskedPlane> aims) {
    if (!model.learnsFromImage()) {
      return model;
    }
    MaskedPlane first = MaskedPlane.joined(model, aims, sentence -> {}).get(0);
    return of(model, first.planes().channels(), ExampleRois.words(first.image()));
  }

  /** The same for what was read. */
  public static Model of(Model model, PlaneInput input) {
    Set<String> words = new TreeSet<>();
    input.examples().forEach(example -> words.addAll(example.words().keySet()));
    return of(model, input.planes().channels(), List.copyOf(words));
  }
}
