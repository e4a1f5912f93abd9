package io.github.palimpsest.model.own;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelSource;
import java.util.List;
import org.scijava.plugin.Plugin;

/** Finds {@code model=[This image]}. */
@Plugin(type = ModelSource.class)
public final class OwnImageSource implements ModelSource {
  private static final Model ANY = new OwnImageModel(1, List.of());

  @Override
  public Model find(String value) {
    return value.equalsIgnoreCase(OwnImageModel.NAME) ? ANY : null;
  }

  @Override
  public List<String> names() {
    return List.of(OwnImageModel.NAME);
  }
}
