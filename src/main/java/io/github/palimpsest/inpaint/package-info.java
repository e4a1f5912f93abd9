/**
 * Whole runs: image, mask and request in; result, stacks and provenance out. Joins the packages
 * below it and knows no command and no window but ImageJ's own.
 */
package io.github.palimpsest.inpaint;
