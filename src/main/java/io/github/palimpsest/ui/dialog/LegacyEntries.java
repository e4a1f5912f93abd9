package io.github.palimpsest.ui.dialog;

import io.github.palimpsest.command.macro.Calling;
import io.github.palimpsest.ui.repaint.ContextEntries;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.util.Collection;
import java.util.List;
import org.scijava.event.EventHandler;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleService;
import org.scijava.module.event.ModulesAddedEvent;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Takes the entries that plain ImageJ needs ({@link Bridge}) out of ImageJ2's list of commands,
 * where each of ours would stand, and be found by the search bar, twice.
 *
 * <p>Names no class of ImageJ before ImageJ2 has listed ImageJ's own commands: until then it may
 * not be patched yet.
 */
@Plugin(type = Service.class)
public final class LegacyEntries extends AbstractService implements SciJavaService {
  private static final String LEGACY = "legacy:";
  private static final String OURS = LEGACY + "io.github.palimpsest.ui.dialog.Bridge";

  @Parameter private ModuleService modules;

  private boolean watching;

  @Override
  public void initialize() {
    remove(modules.getModules());
  }

  /** Called when ImageJ2 has listed more commands. */
  @EventHandler
  void onEvent(ModulesAddedEvent event) {
    remove(event.getItems());
  }

  private synchronized void remove(Collection<? extends ModuleInfo> added) {
    List<? extends ModuleInfo> ofImageJ =
        added.stream().filter(info -> info.getIdentifier().startsWith(LEGACY)).toList();
    if (ofImageJ.isEmpty()) {
      return;
    }
    if (!watching) {
      watching = true;
      Calling.watchCommands();
      if (!GraphicsEnvironment.isHeadless()) {
        EventQueue.invokeLater(ShortcutEntries::remove);
      }
      ContextEntries.install();
    }
    modules.removeModules(
        ofImageJ.stream().filter(info -> info.getIdentifier().startsWith(OURS)).toList());
  }
}
