package io.github.palimpsest.model.own;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelSource;
import io.github.palimpsest.model.Models;
import java.util.List;
import java.util.Locale;
import org.scijava.plugin.Plugin;

/** Finds {@code model=[This image]} and {@code model=[NAME + this image]}. */
@Plugin(type = ModelSource.class)
public final class OwnImageSource implements ModelSource {
  private static final Model ANY = new OwnImageModel(1, List.of());

  @Override
  public Model find(String value) {
    if (value.equalsIgnoreCase(OwnImageModel.NAME)) {
      return ANY;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    int trained = value.length() - HandoverModel.ENDING.length();
    return trained > 0 && lower.endsWith(HandoverModel.ENDING)
        ? HandoverModel.of(Models.find(value.substring(0, trained)))
        : null;
  }

  @Override
  public List<String> names() {
    return List.of(OwnImageModel.NAME, Models.DEFAULT + HandoverModel.ENDING);
  }
}
