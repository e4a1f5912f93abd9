/**
 * Graph → the sizes of its values, as far as they follow from the file: numbers, or products of
 * named sizes that are free, such as {@code 8·batch}.
 */
package io.github.palimpsest.model.graph.shape;
