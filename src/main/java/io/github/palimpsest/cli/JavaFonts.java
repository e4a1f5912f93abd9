package io.github.palimpsest.cli;

import io.github.palimpsest.cache.Cache;
import io.github.palimpsest.cache.SystemProperties;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Map;

/**
 * Java's list of fonts. On Linux, Java writes it below the home folder, into {@code .java}, when
 * text is drawn for the first time.
 */
final class JavaFonts {
  private JavaFonts() {}

  /** Reads the fonts now, with the list in our cache; call before any text is drawn. */
  static void keepInCache() {
    String place;
    try {
      place = Cache.root().toString();
    } catch (IOException e) {
      // Java draws without the list, too
      return;
    }
    SystemProperties.during(
        Map.of("user.home", place),
        () ->
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                .createGraphics()
                .getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)));
  }
}
