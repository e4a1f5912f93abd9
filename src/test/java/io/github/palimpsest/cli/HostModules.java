package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * What ImageJ2 does to the inputs of a command before and after ours have been at them. Asleep
 * unless {@link ImageJ2Host} runs.
 */
final class HostModules {
  static volatile boolean awake;

  /** Commands whose inputs the host would have to ask for in a dialog of its own. */
  static final List<String> ASKED = new CopyOnWriteArrayList<>();

  private HostModules() {}

  /** Reads macro options as ImageJ2 does: no brackets known, no bare words, no ranges. */
  @Plugin(type = PreprocessorPlugin.class, priority = 2 * Priority.VERY_HIGH)
  public static final class Options extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
      if (!awake || !IJ.isMacro()) {
        return;
      }
      String options = Macro.getOptions();
      for (ModuleItem<?> item : module.getInfo().inputs()) {
        String value = options == null ? null : Macro.getValue(options, item.getName(), null);
        if (value != null && item.getType() == String.class) {
          module.setInput(item.getName(), value);
          module.resolveInput(item.getName());
        }
      }
    }
  }

  /** Takes the image current on the command's own thread, stale or not. */
  @Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH + 1)
  public static final class ActiveImage extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
      ImagePlus active = awake ? WindowManager.getCurrentImage() : null;
      for (ModuleItem<?> item : module.getInfo().inputs()) {
        boolean open = item.getType() == ImagePlus.class && !module.isInputResolved(item.getName());
        if (active != null && open) {
          module.setInput(item.getName(), active);
          module.resolveInput(item.getName());
        }
      }
    }
  }

  /** The dialog of inputs, which finds that nothing is left to ask. */
  @Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_LOW)
  public static final class Harvester extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
      for (ModuleItem<?> item : module.getInfo().inputs()) {
        if (awake && !module.isInputResolved(item.getName())) {
          ASKED.add(module.getInfo().getTitle() + " " + item.getName());
        }
      }
    }
  }
}
