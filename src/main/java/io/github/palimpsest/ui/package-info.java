/**
 * The bridge that lets plain ImageJ run the SciJava commands: a context of our own, a dialog built
 * from the declared inputs, macro options read by the same code as in Fiji.
 */
package io.github.palimpsest.ui;
