package io.github.palimpsest.model.own;

import java.util.List;

/**
 * What a kept model has learnt: patches of images, for every level of their pyramids.
 *
 * @param channels of the picture
 * @param kinds of control maps that the patches have, by name
 * @param words that the patches are known by
 * @param levels from the pixels (0) to cells of 2^l pixels a side
 */
record KeptBank(int channels, List<String> kinds, List<String> words, List<KeptLevel> levels) {}
