package io.github.palimpsest.launch;

import java.nio.file.Path;

final class Demo {
  static void run(Path p) {}
}
