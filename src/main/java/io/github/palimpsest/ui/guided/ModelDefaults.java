package io.github.palimpsest.ui.guided;

import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;

/**
 * What the panel has to know of a model.
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
  private static final int STEPS = 20;
  private static final double GUIDANCE = 7.5;

  /** Reads a model folder; may unpack it first. */
  static ModelDefaults of(String model) {
    Model folder = Models.find(model);
    double guidance = folder.card().guidance();
    double open = folder.hasText() ? GUIDANCE : 1;
    String own = folder.card().scheduler();
    return new ModelDefaults(
        folder.name(),
        folder.card().steps() > 0 ? folder.card().steps() : STEPS,
        Double.isNaN(guidance) ? open : guidance,
        own.isEmpty() ? String.valueOf(folder.schedulerConfig().get("_class_name")) : own,
        folder.hasText(),
        folder.hasText() && !folder.guidanceEmbedded(),
        !folder.controlNets().isEmpty());
  }
}
