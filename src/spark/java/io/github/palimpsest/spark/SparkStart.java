package io.github.palimpsest.spark;

import io.github.palimpsest.check.BadInput;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts Spark as this software needs it; what its user has set stays. */
final class SparkStart {
  private static final String LOOPBACK = "127.0.0.1";

  private SparkStart() {}

  /**
   * A context.
   *
   * @param workers tasks at once in this process if no master is set; 0 for as many as there are
   *     cores
   */
  static JavaSparkContext open(int workers) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", workers > 0 ? "local[" + workers + "]" : "local[*]");
    conf.setIfMissing("spark.app.name", "Palimpsest batch");
    // a row for each image is more than it expects
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    // memory that the networks' threads gave back would lie idle in a pool of each
    conf.setIfMissing("spark.executorEnv.MALLOC_ARENA_MAX", "2");
    // else Java could not open files with other than plain letters in their names
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    String bundle = System.getProperty("palimpsest.spark.jar");
    if (bundle != null && !isLocal(conf.get("spark.master"))) {
      conf.setIfMissing("spark.jars", bundle);
    }
    if (isLocal(conf.get("spark.master"))) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    }
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) { // Scala's constructors do not declare theirs
      throw new BadInput(
          "Spark does not start with master ("
              + conf.get("spark.master")
              + "): "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ".",
          e);
    }
  }

  /** Whether tasks run in this process. */
  static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /** Lets Spark tell only what somebody must know; for our own launcher, before Spark starts. */
  static void quiet() {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.add(
        builder
            .newAppender("stderr", "Console")
            .addAttribute("target", "SYSTEM_ERR")
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", "Spark: %m%n%throwable{0}")));
    // at ERROR, Spark would put its own in its place
    builder.add(builder.newRootLogger(Level.FATAL).add(builder.newAppenderRef("stderr")));
    builder.add(builder.newLogger("org.apache.spark", Level.ERROR));
    Configurator.initialize(SparkStart.class.getClassLoader(), builder.build());
  }
}
