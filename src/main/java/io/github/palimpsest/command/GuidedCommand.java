package io.github.palimpsest.command;

import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.request.Param;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

/**
 * The inputs of every command that samples, whether it begins a run or goes on with one.
 *
 * <p>An input is named by its macro key, which is also the first word of its label; the table
 * behind them is {@link Param}, and a test holds the two together. Numbers whose default the model
 * folder decides are texts here, {@code Auto} by default.
 */
abstract class GuidedCommand extends AbstractCommand {
  @Parameter(
      label = "Prompt",
      persist = false,
      required = false,
      description = "What to paint, in words the model knows")
  private String prompt = "";

  @Parameter(
      label = "Words",
      visibility = ItemVisibility.MESSAGE,
      persist = false,
      required = false)
  private final String words =
      Models.DEFAULT
          + " knows the words "
          + String.join(", ", ModelFolders.defaultVocabulary())
          + ".";

  @Parameter(
      label = "Negative prompt",
      persist = false,
      required = false,
      description = "What to avoid (acts when guidance is above 1)")
  private String negative = "";

  @Parameter(
      label = "Strength",
      persist = false,
      required = false,
      description = "0 keeps the image, 1 repaints from pure noise",
      min = "0",
      max = "1",
      stepSize = "0.01",
      style = "slider")
  private double strength = 1.0;

  @Parameter(
      label = "Steps",
      persist = false,
      required = false,
      description = "Number of sampling steps")
  private String steps = Param.AUTO;

  @Parameter(
      label = "Guidance scale",
      persist = false,
      required = false,
      description = "Guidance scale: uncond + g (cond - uncond); 1 = off")
  private String guidance = Param.AUTO;

  @Parameter(
      label = "Rescale of guidance",
      persist = false,
      required = false,
      description = "Share of guidance's gain in contrast taken back; 0 = off",
      min = "0",
      max = "1",
      stepSize = "0.01",
      style = "slider")
  private double rescale = 0.0;

  @Parameter(
      label = "Scheduler",
      persist = false,
      required = false,
      description = "Sampler name as in diffusers; empty = the model folder's")
  private String scheduler = "";

  @Parameter(
      label = "Eta",
      persist = false,
      required = false,
      description = "Added noise of DDIM and TCD: 0 deterministic, 1 as DDPM")
  private String eta = Param.AUTO;
}
