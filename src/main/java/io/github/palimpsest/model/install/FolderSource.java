package io.github.palimpsest.model.install;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelSource;
import java.util.List;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/** Model folders: bundled and installed ones by name, any other by its path. */
@Plugin(type = ModelSource.class, priority = Priority.VERY_LOW)
public final class FolderSource implements ModelSource {
  @Override
  public Model find(String value) {
    return ModelFolders.find(value);
  }

  @Override
  public List<String> names() {
    return ModelFolders.names();
  }

  @Override
  public boolean isTrusted(String value) {
    return ModelFolders.isKnown(value);
  }
}
