package io.github.palimpsest.command;

import ij.IJ;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.command.display.Notice;
import io.github.palimpsest.command.display.RunMonitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.install.ModelInstaller;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Installs, checks, describes, lists and removes models; what it finds goes to the Log. */
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
  private static final long SAY_EVERY = 16L << 20;

  @Parameter(persist = false, required = false)
  private String action;

  @Parameter(persist = false, required = false)
  private String model;

  @Parameter(persist = false, required = false)
  private String file;

  @Override
  public void perform() {
    Request request = request();
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
    List<String> lines =
        switch (request.text(Param.ACTION)) {
          case "describe" -> Models.find(name).describe();
          case "check" -> check(name);
          case "install" -> install(request.text(Param.FILE));
          case "remove" -> remove(name);
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

  private static List<String> check(String name) {
    try (RunMonitor monitor = new RunMonitor(null, null)) {
      return ModelCheck.run(name, monitor);
    }
  }

  private static List<String> install(String file) {
    if (file.isEmpty()) {
      throw new BadInput("file must name the folder or zip of the model to install.");
    }
    ModelFolder installed;
    try (RunMonitor monitor = new RunMonitor(null, null)) {
      installed =
          ModelInstaller.install(path(file), ModelFolders.installFolder(), copying(monitor));
    }
    Path folder = installed.path().getFileName();
    return List.of("Installed " + installed.name() + "; use it as model=[" + folder + "].");
  }

  /** Says how much has been copied, and ends the copying when the user stops it. */
  private static LongConsumer copying(RunMonitor monitor) {
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    monitor.onCancel(() -> stopped.set(true));
    return bytes -> {
      if (stopped.get()) {
        throw new Cancelled();
      }
      long before = done.getAndAdd(bytes);
      if (before / SAY_EVERY < (before + bytes) / SAY_EVERY) {
        monitor.status("Installing: " + FreeMemory.say(before + bytes) + " copied");
      }
    };
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new BadInput("file (" + file + ") must be the path of a folder or zip.", e);
    }
  }

  private static List<String> remove(String name) {
    if (ModelFolders.isBundled(name)) {
      throw BadInput.of(
          "model (%s) is bundled and stays; name an installed model to remove.", name);
    }
    OnnxModels.unloadIdle();
    ModelInstaller.remove(name, ModelFolders.installFolder());
    return List.of("Removed " + name + ".");
  }
}
