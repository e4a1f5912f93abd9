package io.github.palimpsest.model.own;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelSource;
import io.github.palimpsest.model.Models;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scijava.plugin.Plugin;

/** Finds {@code model=[This image]} and {@code model=[NAME + this image]}. */
@Plugin(type = ModelSource.class)
public final class OwnImageSource implements ModelSource {
  private static final Model ANY = new OwnImageModel(1, List.of());
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern JOINED =
      Pattern.compile("(.+?) ?\\+ ?this image", Pattern.CASE_INSENSITIVE);

  @Override
  public Model find(String value) {
    String name = SPACE.matcher(value).replaceAll(" ");
    if (name.equalsIgnoreCase(OwnImageModel.NAME)) {
      return ANY;
    }
    Matcher joined = JOINED.matcher(name);
    return joined.matches() ? HandoverModel.of(Models.find(joined.group(1))) : null;
  }

  @Override
  public List<String> names() {
    return List.of(OwnImageModel.NAME, Models.DEFAULT + HandoverModel.ENDING);
  }

  @Override
  public boolean isTrusted(String value) {
    String name = SPACE.matcher(value).replaceAll(" ");
    Matcher joined = JOINED.matcher(name);
    return name.equalsIgnoreCase(OwnImageModel.NAME)
        || joined.matches() && Models.isTrusted(joined.group(1));
  }
}
