package io.github.palimpsest.request;

/** The part of a form in which a key stands. */
public enum Section {
  FILES("Files"),
  MODELS("Model"),
  PROMPTS("Prompt"),
  IMAGE("Image"),
  MASKS("Mask"),
  CONTROLS("Control"),
  GUIDANCE("Guidance"),
  SAMPLER("Sampling"),
  EDITS("Edit"),
  OUTPUTS("Output stacks");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** The heading, an English word. */
  public String title() {
    return title;
  }
}
