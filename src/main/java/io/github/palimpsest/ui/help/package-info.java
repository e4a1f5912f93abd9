/**
 * The help: the project's own pages, which lie in the jar, in a window. In: the name of a page and
 * a section, or of a command. Out: that page, read offline. Nothing here goes to the network; a
 * link that leads outside is opened by the user's browser when he clicks on it.
 */
package io.github.palimpsest.ui.help;
