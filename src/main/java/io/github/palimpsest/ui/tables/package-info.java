/**
 * The table of models and the window of an image's record. In: models, records, and what a command
 * does with them. Out: windows for users; what is chosen in them goes back to the command, which
 * also records it.
 */
package io.github.palimpsest.ui.tables;
