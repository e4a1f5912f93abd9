package io.github.palimpsest.model.own;

/**
 * The constants of {@link PatchDenoiser}, chosen by the trials in {@code docs/own-image.md}.
 * Lengths are in cells of a level, values in model units.
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
          3, // radius
          2, // window
          4, // levels
          0.55, // threshold
          0.04, // spread
          0.2, // slope
          0.01, // lastSpread
          0.02, // trust
          8, // orientations
          32, // kept
          8, // handed
          2, // rounds
          2, // exchanged
          4, // random
          8192, // top
          0.12, // mapSpread
          2, // doubt
          4, // rim
          1, // doubtAt
          0.5, // inherit
          2, // inheritAt
          2, // rings
          2, // ringWeight
          0.1, // ringMiss
          0.15 // ringSpread
          );
}
