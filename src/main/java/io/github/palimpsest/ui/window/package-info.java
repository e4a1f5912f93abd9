/**
 * Where windows go, what they are called and how they show their image. In: windows on the screen,
 * an image and the one it was made from. Out: a window beside the others, at the zoom and place of
 * that image.
 */
package io.github.palimpsest.ui.window;
