package io.github.palimpsest.command;

import ij.IJ;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.Notice;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.tables.ModelsWindow;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Installs, checks, describes, lists and removes models: a user gets a table, a macro says what to
 * do, and what is found goes to the Log.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Models...", weight = 41)
    },
    attrs = @Attr(name = "no-record"))
public final class ModelsCommand extends AbstractCommand {
  @Parameter(persist = false, required = false)
  private String action;

  @Parameter(persist = false, required = false)
  private String model;

  @Parameter(persist = false, required = false)
  private String file;

  @Override
  public boolean asks() {
    return false;
  }

  @Override
  public void perform() {
    if (byUser()) {
      Recording.nothing();
      ModelsWindow.show(new ModelWork(label()));
      return;
    }
    Request request = values();
    String name = request.text(Param.MODEL);
    String action = request.text(Param.ACTION);
    if (request.has(Param.FILE) && !action.equals("install")) {
      Notice.say(
          "file ("
              + request.text(Param.FILE)
              + ") has no effect: it acts only with action=install.");
    }
    if (request.has(Param.MODEL) && (action.equals("install") || action.equals("list"))) {
      Notice.say("model (" + name + ") has no effect with action=" + action + ".");
    }
    ModelWork work = new ModelWork(label());
    List<String> lines =
        switch (action) {
          case "describe" -> work.describe(name);
          case "check" -> check(work, name);
          case "install" -> install(work, request.text(Param.FILE));
          case "remove" -> remove(work, name);
          default -> list();
        };
    lines.forEach(IJ::log);
  }

  private static List<String> list() {
    List<String> lines = new ArrayList<>();
    List<String> folders = ModelFolders.names();
    for (String name : Models.names()) {
      String place =
          ModelFolders.isBundled(name)
              ? "bundled"
              : folders.contains(name)
                  ? ModelFolders.installFolder() + "/" + name
                  : Models.find(name).learnsFromImage() ? "made in each run" : "of a plugin";
      lines.add(name + " (" + place + ")");
    }
    return lines;
  }

  private static List<String> check(ModelWork work, String name) {
    try (RunMonitor monitor = new RunMonitor(null, null)) {
      return work.check(name, monitor);
    }
  }

  private static List<String> install(ModelWork work, String file) {
    if (file.isEmpty()) {
      throw new BadInput("file must name the folder or zip of the model to install.");
    }
    try (RunMonitor monitor = new RunMonitor(null, null)) {
      ModelFolder installed = work.installed(path(file), monitor);
      return List.of(
          "Installed "
              + installed.name()
              + "; use it as model=["
              + installed.path().getFileName()
              + "].");
    }
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new BadInput("file (" + file + ") must be the path of a folder or zip.", e);
    }
  }

  private static List<String> remove(ModelWork work, String name) {
    work.remove(name);
    return List.of("Removed " + name + ".");
  }
}
