package io.github.palimpsest.command;

import ij.WindowManager;
import io.github.palimpsest.inpaint.input.ImageModels;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

/** The keys of every command that samples, whether it begins a run or goes on with one. */
abstract class SamplingParameters extends AbstractCommand {
  @Parameter(persist = false, required = false)
  private String prompt;

  @Parameter(
      label = "Words",
      visibility = ItemVisibility.MESSAGE,
      persist = false,
      required = false)
  private final String words =
      "Models: "
          + String.join(", ", Models.names())
          + ", or the path of a model folder. "
          + Models.DEFAULT
          + " knows the words "
          + String.join(", ", ModelFolders.defaultVocabulary())
          + ". "
          + ImageModels.knows(WindowManager.getCurrentImage());

  @Parameter(persist = false, required = false)
  private String negative;

  @Parameter(persist = false, required = false)
  private String strength;

  @Parameter(persist = false, required = false)
  private String steps;

  @Parameter(persist = false, required = false)
  private String guidance;

  @Parameter(persist = false, required = false)
  private String rescale;

  @Parameter(persist = false, required = false)
  private String scheduler;

  @Parameter(persist = false, required = false)
  private String eta;
}
