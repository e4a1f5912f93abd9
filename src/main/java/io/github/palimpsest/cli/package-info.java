/**
 * The command line: the demo, headless macros, ImageJ with the plugin, and the installer. The only
 * package that prints, and the only one that uses the patcher which lets ImageJ run without a
 * display; nothing in ImageJ or Fiji calls it.
 *
 * <p>In: arguments of {@code scripts/palimpsest}. Out: files below {@code target/}, lines on the
 * two standard streams and an exit status.
 */
package io.github.palimpsest.cli;
