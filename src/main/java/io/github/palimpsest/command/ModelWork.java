package io.github.palimpsest.command;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.command.input.Remembered;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.install.ModelInstaller;
import io.github.palimpsest.model.onnx.ModelFolder;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.ui.tables.ModelActions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What can be done with models, for macros and for the table alike; the Recorder, where it is open,
 * gets the line of a macro that does the same.
 *
 * @param label of the command
 */
record ModelWork(String label) implements ModelActions {
  private static final long SAY_EVERY = 16L << 20;

  @Override
  public List<String> describe(String name) {
    record("describe", Param.MODEL, name);
    return Models.find(name).describe();
  }

  @Override
  public List<String> check(String name, Monitor monitor) {
    record("check", Param.MODEL, name);
    return ModelCheck.run(name, monitor);
  }

  @Override
  public String install(Path source, Monitor monitor) {
    record("install", Param.FILE, source.toString());
    return installed(source, monitor).path().getFileName().toString();
  }

  /** As {@link #install}; not recorded. */
  ModelFolder installed(Path source, Monitor monitor) {
    return ModelInstaller.install(source, ModelFolders.installFolder(), copying(monitor));
  }

  /** Says how much has been copied, and ends the copying when the user stops it. */
  private static LongConsumer copying(Monitor monitor) {
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

  @Override
  public void remove(String name) {
    if (ModelFolders.isBundled(name)) {
      throw BadInput.of(
          "model (%s) is bundled and stays; name an installed model to remove.", name);
    }
    record("remove", Param.MODEL, name);
    OnnxModels.unloadIdle();
    ModelInstaller.remove(name, ModelFolders.installFolder());
    if (name.equals(used())) {
      use(Models.DEFAULT);
    }
  }

  @Override
  public void use(String name) {
    Remembered.useModel(name);
  }

  @Override
  public String used() {
    return Remembered.usedModel();
  }

  private void record(String action, Param key, String value) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Param.ACTION.key(), action);
    if (!value.equals(key.standard())) {
      values.put(key.key(), value);
    }
    Recording.save(label, values);
  }
}
