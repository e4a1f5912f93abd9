package io.github.palimpsest.command;

import org.scijava.plugin.Parameter;

/** The keys of every command that samples, whether it begins a run or goes on with one. */
abstract class SamplingParameters extends AbstractCommand {
  @Parameter(persist = false, required = false)
  private String prompt;

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
