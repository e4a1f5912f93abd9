package io.github.palimpsest.model.own;

/**
 * The constants of {@link PatchDenoiser}. Lengths are in cells of a level, values in model units.
 *
 * @param radius patches have 2 · radius + 1 cells a side
 * @param window standard deviation of the Gaussian that weights the cells of a patch
 * @param levels number of levels, the finest included
 * @param threshold a level is used from the noise level on at which a cell's noise is this or less
 * @param spread standard deviation that is always granted to a patch
 * @param slope share of the noise that it follows where that is less
 * @param lastSpread the least it becomes
 * @param trust share of the noise that is granted to known cells too
 * @param orientations 1, or 8: also mirrored and turned by quarters
 * @param kept candidates that a cell keeps
 * @param handed candidates that a cell takes from each of its parents
 * @param rounds rounds in which neighbours exchange candidates
 * @param exchanged candidates that each neighbour gives in a round
 * @param random candidates drawn for each cell
 * @param top most candidates of the coarsest level
 * @param drawBelow noise level below which the estimate is one patch, drawn by its probability
 * @param mapSpread standard deviation granted to control maps
 * @param doubt noise that the search assumes in the hole over the noise that there is: less is then
 *     invented where the surroundings say nothing
 * @param rim weight of a known cell over that of an unknown one
 * @param doubtAt noise level below which the doubt fades
 * @param inherit share of its cost that a match at one level hands to what lies under it, so that
 *     fine patches come from places whose surroundings fit too
 * @param inheritAt noise level below which that share fades
 * @param rings rings of squares around a patch that are compared too, up to 3
 * @param ringWeight weight of a square over that of the centre of a patch
 * @param ringMiss difference that is assumed where a patch of the bank has no known surroundings
 * @param ringSpread standard deviation granted to the squares
 */
record PatchSettings(
    int radius,
    double window,
    int levels,
    double threshold,
    double spread,
    double slope,
    double lastSpread,
    double trust,
    int orientations,
    int kept,
    int handed,
    int rounds,
    int exchanged,
    int random,
    int top,
    double drawBelow,
    double mapSpread,
    double doubt,
    double rim,
    double doubtAt,
    double inherit,
    double inheritAt,
    int rings,
    double ringWeight,
    double ringMiss,
    double ringSpread) {

  static final PatchSettings DEFAULT =
      new PatchSettings(
          (int) number("radius", 3),
          number("window", 2),
          (int) number("levels", 4),
          number("threshold", 0.55),
          number("spread", 0.04),
          number("slope", 0.2),
          number("lastSpread", 0.005),
          number("trust", 0.02),
          (int) number("orientations", 8),
          (int) number("kept", 32),
          (int) number("handed", 8),
          (int) number("rounds", 2),
          (int) number("exchanged", 2),
          (int) number("random", 4),
          (int) number("top", 8192),
          number("drawBelow", 0),
          number("mapSpread", 0.12),
          number("doubt", 2),
          number("rim", 4),
          number("doubtAt", 1),
          number("inherit", 0.5),
          number("inheritAt", 2),
          (int) number("rings", 2),
          number("ringWeight", 2),
          number("ringMiss", 0.1),
          number("ringSpread", 0.15));

  private static double number(String name, double otherwise) {
    String text = System.getProperty("own." + name);
    return text == null ? otherwise : Double.parseDouble(text);
  }
}
