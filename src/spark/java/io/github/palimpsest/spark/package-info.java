/**
 * Jobs of {@link io.github.palimpsest.batch} on Apache Spark, their tasks spread over the executors
 * of a cluster. The driver ({@link io.github.palimpsest.spark.SparkRun}) sends each task; an
 * executor leaves a finished file beside its place; the driver lets the job take it. Not part of
 * the plugin's jar.
 */
package io.github.palimpsest.spark;
