package io.github.palimpsest.batch;

import io.github.palimpsest.MeanModel;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.ModelSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.scijava.plugin.Plugin;

/** The model of {@link MeanModel} with whatever a test wants to happen when it is loaded. */
@Plugin(type = ModelSource.class)
public final class TroubledModel implements ModelSource, Model {
  static final String NAME = "Test: troubled";

  private static final Model MEAN = new MeanModel();

  /** Done by every load, the first of which is that of the batch. */
  static volatile Runnable trouble = () -> {};

  @Override
  public Model find(String value) {
    return value.equals(NAME) ? this : null;
  }

  @Override
  public List<String> names() {
    return List.of(); // no test of other things should see it
  }

  @Override
  public boolean isTrusted(String value) {
    return value.equals(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> schedulerConfig() {
    return MEAN.schedulerConfig();
  }

  @Override
  public int channels() {
    return MEAN.channels();
  }

  @Override
  public int inputChannels() {
    return MEAN.inputChannels();
  }

  @Override
  public LoadedModel load(String device, Consumer<String> warn) {
    trouble.run();
    return MEAN.load(device, warn);
  }
}
