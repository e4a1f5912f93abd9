package io.github.palimpsest.inpaint.input;

import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.model.Model;
import java.util.List;

/** Models made to fit an image; see {@link Model#learnsFromImage}. */
public final class ImageModels {
  private ImageModels() {}

  /** The model for images of a type; itself if it learns nothing from them. */
  public static Model of(Model model, SampleType type) {
    return model.learnsFromImage() ? model.forImage(type.channels(), List.of()) : model;
  }
}
