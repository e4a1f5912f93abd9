package io.github.palimpsest.control;

import io.github.palimpsest.request.KeyChoices;
import io.github.palimpsest.request.Param;
import java.util.List;
import org.scijava.plugin.Plugin;

/** The names of the kinds of control maps, the words of {@code kind=}. */
@Plugin(type = KeyChoices.class)
public final class ControlKindNames implements KeyChoices {
  @Override
  public Param key() {
    return Param.KIND;
  }

  @Override
  public List<String> choices() {
    return all();
  }

  /** The names of all kinds, by falling priority. */
  public static List<String> all() {
    return ControlKinds.all().stream().map(ControlKind::name).toList();
  }
}
