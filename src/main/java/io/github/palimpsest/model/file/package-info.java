/**
 * Files of a model as text and JSON.
 *
 * <p>In: a path. Out: its text or JSON, or an entry in {@link
 * io.github.palimpsest.model.file.Problems}, which collects everything wrong with a folder so that
 * it can be told at once.
 */
package io.github.palimpsest.model.file;
