/**
 * Work done side by side. In: tasks that do not depend on each other. Out: all of them done, on the
 * caller's thread and on idle cores, with the same result as one after the other.
 */
package io.github.palimpsest.concurrent;
