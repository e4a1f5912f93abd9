package io.github.palimpsest.ui.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.request.Param;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.swing.JEditorPane;
import javax.swing.text.html.HTMLDocument;
import org.junit.jupiter.api.Test;

/** The pages in the jar, as they will be read offline. */
class HelpPagesTest {
  private static final HelpPages PAGES = HelpPages.get();
  private static final Pattern PICTURE = Pattern.compile("<img src=\"([^\"]*)\"");

  /** What is about the program rather than its use stays outside. */
  @Test
  void everyPageForUsersIsThere() throws Exception {
    Set<String> expected = new TreeSet<>(Set.of("README.md"));
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      files
          .map(file -> "docs/" + file.getFileName())
          .filter(path -> path.endsWith(".md"))
          .filter(path -> !path.matches(".*/(architecture|benchmarks).md"))
          .forEach(expected::add);
    }
    assertEquals(
        expected,
        PAGES.all().stream().map(HelpPage::path).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    Set<String> addresses = new TreeSet<>();
    for (HelpPage page : PAGES.all()) {
      addresses.add(page.path());
      page.sections().forEach(section -> addresses.add(section.address()));
    }
    int within = 0;
    for (HelpPage page : PAGES.all()) {
      for (String link : page.links()) {
        if (link.startsWith(Links.PROJECT)) {
          String file = link.substring(Links.PROJECT.length()).replaceFirst("#.*", "");
          assertTrue(Files.exists(Path.of(file)), page.path() + ": " + link);
        } else if (!Links.outside(link)) {
          assertTrue(addresses.contains(link), page.path() + ": " + link);
          within++;
        }
      }
    }
    assertTrue(within > 20);
  }

  /** A picture with an address of the web would be fetched as soon as the page is shown. */
  @Test
  void everyPictureLiesInTheJar() {
    int pictures = 0;
    for (HelpPage page : PAGES.all()) {
      Matcher picture = PICTURE.matcher(page.html());
      while (picture.find()) {
        assertTrue(
            picture.group(1).matches("(file|jar):.*"), page.path() + ": " + picture.group(1));
        pictures++;
      }
    }
    assertTrue(pictures >= 5);
  }

  @Test
  void everyCommandHasItsSection() throws Exception {
    int commands = 0;
    for (String line : Files.readAllLines(Path.of("plugins.config"))) {
      if (line.startsWith("Plugins>") && !line.endsWith("\"-\"")) {
        // behind the label perhaps its key
        String label = line.split("\"")[1].replaceFirst("\\[.]$", "");
        String address = Links.address(Help.section(label));
        HelpSection section =
            PAGES.page("docs/commands.md").sections().stream()
                .filter(s -> s.address().equals(address))
                .findFirst()
                .orElse(null);
        assertNotNull(section, label + " has no section in docs/commands.md");
        assertEquals(label, section.title());
        assertTrue(section.text().length() > 60, label);
        commands++;
      }
    }
    assertTrue(commands >= 10);
  }

  /** Writes the table of fields anew from the table of keys, as plugins.config is written. */
  @Test
  void fieldsAreThoseOfTheKeys() throws Exception {
    Path file = Path.of("docs/commands.md");
    List<String> lines = Files.readAllLines(file);
    List<String> expected =
        new ArrayList<>(lines.subList(0, lines.indexOf("|---|---|---|---|") + 1));
    for (Param key : Param.values()) {
      String standard = key.standard().isEmpty() ? "empty" : key.standard();
      String off = standard.equals("false") ? "off" : standard;
      expected.add(
          "| %s | `%s` | %s | %s |"
              .formatted(key.label(), key.key(), key.help().replace("|", "\\|"), off));
    }
    if (!expected.equals(lines)) {
      Files.write(file, expected);
      throw new AssertionError("docs/commands.md lacked a field and is written anew: build again.");
    }
  }

  @Test
  void wordsAreFoundInSections() {
    List<HelpSection> found = PAGES.search("CUDA devices");
    assertTrue(found.stream().anyMatch(s -> s.address().equals("docs/models.md#devices")));
    assertTrue(PAGES.search("xyzzyplugh").isEmpty());
    assertEquals("README.md", PAGES.search("").get(0).address());
  }

  @Test
  void addressesAreThoseOfGitHub() {
    assertEquals("diffusion-inpaint", Links.anchor("Diffusion Inpaint..."));
    assertEquals("1-open-and-select", Links.anchor("1 Open and select"));
    assertEquals("control", Links.anchor("control="));
    assertEquals("docs/models.md#devices", Links.address("models#devices"));
    assertEquals("README.md", Links.address("README"));
    List<String> pages = List.of("README.md", "docs/models.md");
    assertEquals("docs/models.md#a", Links.resolve("docs/live.md", "models.md#a", pages));
    assertEquals("README.md", Links.resolve("docs/live.md", "../README.md", pages));
    assertEquals("docs/live.md#b", Links.resolve("docs/live.md", "#b", pages));
    assertEquals(
        Links.PROJECT + "examples/a.ijm",
        Links.resolve("docs/live.md", "../examples/a.ijm", pages));
  }

  /** Swing reads the page: tables, names of sections and remarks of authors. */
  @Test
  void swingShowsThePage() throws Exception {
    JEditorPane pane = new JEditorPane("text/html", PAGES.page("docs/commands.md").html());
    HTMLDocument document = (HTMLDocument) pane.getDocument();
    String text = document.getText(0, document.getLength());
    assertTrue(text.contains("Diffusion Inpaint...") && text.contains("Negative prompt"));
    assertFalse(text.contains("|---"));
    assertFalse(text.contains("<a"));
  }
}
