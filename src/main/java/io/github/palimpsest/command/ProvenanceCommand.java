package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import ij.text.TextWindow;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceText;
import io.github.palimpsest.request.Param;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Shows how an image was made: to a user in a window, to a macro or script in the Log; with {@code
 * file} it is written there instead.
 */
@Plugin(
    type = Command.class,
    headless = true,
    menu = {
      @Menu(label = "Plugins"),
      @Menu(label = "Palimpsest"),
      @Menu(label = "Diffusion Provenance...", weight = 31)
    },
    attrs = @Attr(name = "no-record"))
public final class ProvenanceCommand extends AbstractCommand {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;

  @Parameter(
      persist = false,
      required = false,
      description = "The image whose record to show; from menus and macros the current one")
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String file;

  @Override
  public void check() {
    FirstChecks.image(image, "Open one that Palimpsest has made.");
    Provenance.known(image);
  }

  @Override
  public void perform() {
    if (image == null) {
      throw new BadInput("There is no image; open one that Palimpsest has made.");
    }
    List<String> lines = ProvenanceText.lines(image);
    String to = request().text(Param.FILE);
    if (!to.isEmpty()) {
      write(to, lines);
    } else if (byUser()) {
      String text = String.join("\n", lines);
      Recording.pause(
          () -> new TextWindow("Provenance of " + image.getTitle(), text, WIDTH, HEIGHT));
    } else {
      lines.forEach(IJ::log);
    }
  }

  private void write(String to, List<String> lines) {
    String lower = to.toLowerCase(Locale.ROOT);
    if (!lower.endsWith(".json") && !lower.endsWith(".txt")) {
      throw BadInput.of(
          "file (%s) must end in .json, for the whole record, or in .txt, for what is shown.", to);
    }
    String text =
        lower.endsWith(".json")
            ? ProvenanceText.json(image) + "\n"
            : String.join("\n", lines) + "\n";
    try {
      Files.writeString(Path.of(to), text);
    } catch (IOException | InvalidPathException e) {
      throw new BadInput(
          "file (" + to + ") must be a path that can be written; choose an existing folder.", e);
    }
  }
}
