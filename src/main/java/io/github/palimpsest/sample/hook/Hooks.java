package io.github.palimpsest.sample.hook;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.plugin.Plugins;
import io.github.palimpsest.sample.StepHook;
import java.util.ArrayList;
import java.util.List;
import org.scijava.plugin.PluginInfo;

/** The hooks that plug-ins bring, by the names that {@code hook=} takes. */
public final class Hooks {
  private Hooks() {}

  /** The names of all, those of highest priority first. */
  public static List<String> names() {
    return Plugins.infos(StepHook.class).stream().map(PluginInfo::getName).distinct().toList();
  }

  /**
   * New hooks, in the order of their names. Of several plug-ins of one name that of highest
   * priority counts.
   *
   * @param names separated by commas, in any case; blank for none
   * @throws BadInput for a name that no plug-in has, or a plug-in that cannot be made
   */
  public static List<StepHook> named(String names) {
    List<StepHook> hooks = new ArrayList<>();
    for (PluginInfo<StepHook> info : find(names)) {
      hooks.add(Plugins.create(info));
    }
    return hooks;
  }

  /**
   * Refuses what {@link #named} would refuse for its name, without making a hook.
   *
   * @throws BadInput for a name that no plug-in has
   */
  public static void check(String names) {
    find(names);
  }

  private static List<PluginInfo<StepHook>> find(String names) {
    List<PluginInfo<StepHook>> found = new ArrayList<>();
    if (!names.isBlank()) {
      List<PluginInfo<StepHook>> known = Plugins.infos(StepHook.class);
      for (String name : names.split(",", -1)) {
        found.add(find(name.trim(), known));
      }
    }
    return found;
  }

  private static PluginInfo<StepHook> find(String name, List<PluginInfo<StepHook>> known) {
    for (PluginInfo<StepHook> info : known) {
      if (name.equalsIgnoreCase(info.getName())) {
        return info;
      }
    }
    throw known.isEmpty()
        ? BadInput.of("hook (%s) is not there: install the plugin that brings it.", name)
        : BadInput.of("hook (%s) must be one of %s.", name, String.join(", ", names()));
  }
}
