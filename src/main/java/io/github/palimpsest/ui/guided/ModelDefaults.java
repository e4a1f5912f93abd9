package io.github.palimpsest.ui.guided;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;

/**
 * The values and abilities of a model that the panel shows.
 *
 * @param name as shown
 * @param steps recommended number of steps
 * @param guidance recommended guidance scale
 * @param scheduler its own scheduler
 * @param text whether it reads prompts
 * @param guided whether guidance above 1 acts
 * @param controlled whether it has control nets
 */
public record ModelDefaults(
    String name,
    int steps,
    double guidance,
    String scheduler,
    boolean text,
    boolean guided,
    boolean controlled) {
  /** Reads a model folder; may unpack it first. */
  static ModelDefaults of(String model) {
    Model folder = Models.find(model);
    return new ModelDefaults(
        folder.name(),
        folder.defaultSteps(),
        folder.defaultGuidance(),
        folder.defaultScheduler(),
        folder.hasText(),
        folder.supportsGuidance(),
        !folder.controlNets().isEmpty());
  }
}
