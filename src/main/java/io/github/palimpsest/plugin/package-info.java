/**
 * Discovery of plug-ins: the annotations that SciJava writes into every jar flow in, instances in
 * order of priority flow out. Needs no SciJava context, so that commands, batch, Spark executors
 * and tests find the same ones.
 */
package io.github.palimpsest.plugin;
