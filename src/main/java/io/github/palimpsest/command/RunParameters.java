package io.github.palimpsest.command;

import org.scijava.plugin.Parameter;

/**
 * The keys of every command that begins runs, of one image or of many.
 *
 * <p>The 64-bit seed is a text, for a number field would round it.
 */
abstract class RunParameters extends SamplingParameters {
  @Parameter(persist = false, required = false)
  private String model;

  @Parameter(persist = false, required = false)
  private String seed;

  @Parameter(persist = false, required = false)
  private String samples;

  @Parameter(persist = false, required = false)
  private String range;

  @Parameter(persist = false, required = false)
  private String bank;

  @Parameter(persist = false, required = false)
  private String control;

  @Parameter(persist = false, required = false)
  private String controlweight;

  @Parameter(persist = false, required = false)
  private String controlstart;

  @Parameter(persist = false, required = false)
  private String controlend;

  @Parameter(persist = false, required = false)
  private Boolean guess;

  @Parameter(persist = false, required = false)
  private String guidancestart;

  @Parameter(persist = false, required = false)
  private String guidanceend;

  @Parameter(persist = false, required = false)
  private String hook;

  @Parameter(persist = false, required = false)
  private String device;
}
