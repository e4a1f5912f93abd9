package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.model.Model;
import java.util.List;

/** Models made to fit an image; see {@link Model#learnsFromImage}. */
public final class ImageModels {
  private ImageModels() {}

  /** The model for so many channels; itself if it learns nothing from the image. */
  public static Model of(Model model, int channels) {
    return model.learnsFromImage() ? model.forImage(channels, List.of()) : model;
  }

  /** The same for planes, whose channels it may {@link MaskedPlane#joined join}. */
  public static Model of(Model model, List<MaskedPlane> aims) {
    return of(model, MaskedPlane.joined(model, aims, sentence -> {}).get(0).planes().channels());
  }
}
