/**
 * A batch on Apache Spark: {@link io.github.palimpsest.batch} with the work on images spread over
 * the executors of a cluster. The driver finds the images and sends each as a task ({@link
 * io.github.palimpsest.spark.SparkTasks}); an executor leaves a finished file beside its place; the
 * driver looks at it, renames it and writes the report. Not part of the plugin's jar.
 */
package io.github.palimpsest.spark;
