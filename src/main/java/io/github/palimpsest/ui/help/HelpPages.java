package io.github.palimpsest.ui.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All pages of the help, in the order of the contents. Immutable; for any thread. */
final class HelpPages {
  private static final String FOLDER = "/palimpsest-help/";

  /** Everything in the folder, as one would read it. */
  private static final List<String> PATHS =
      List.of(
          "README.md",
          "docs/tutorial.md",
          "docs/commands.md",
          "docs/live.md",
          "docs/batch.md",
          "docs/cluster.md",
          "docs/sessions.md",
          "docs/control.md",
          "docs/own-image.md",
          "docs/sampling.md",
          "docs/models.md",
          "docs/model-card.md",
          "docs/train-your-own.md");

  private final Map<String, HelpPage> pages = new LinkedHashMap<>();

  private HelpPages() {
    PageReader reader = new PageReader(PATHS);
    for (String path : PATHS) {
      pages.put(path, reader.read(path, text(path)));
    }
  }

  /** The pages; the first call reads them. */
  static HelpPages get() {
    return Holder.PAGES;
  }

  private static final class Holder {
    static final HelpPages PAGES = new HelpPages();
  }

  List<HelpPage> all() {
    return List.copyOf(pages.values());
  }

  /** The page of a path; the first for one that there is not. */
  HelpPage page(String path) {
    return pages.getOrDefault(path, pages.get(PATHS.get(0)));
  }

  /** The sections of all pages that hold these words; all sections for none. */
  List<HelpSection> search(String words) {
    return pages.values().stream()
        .flatMap(page -> page.sections().stream())
        .filter(section -> words.isBlank() ? section.level() <= 2 : section.holds(words))
        .toList();
  }

  /** Where a file of the help lies; null if it is not there. */
  static URL file(String path) {
    return HelpPages.class.getResource(FOLDER + path);
  }

  private static String text(String path) {
    try (InputStream in = HelpPages.class.getResourceAsStream(FOLDER + path)) {
      if (in == null) {
        throw new IllegalStateException(
            "The page " + path + " is missing; install Palimpsest anew.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The page " + path + " cannot be read.", e);
    }
  }
}
