package io.github.palimpsest.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.command.display.Recording;
import io.github.palimpsest.record.MethodsSentence;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceText;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.ui.tables.ProvenanceActions;
import io.github.palimpsest.ui.tables.ProvenanceWindow;
import java.awt.GraphicsEnvironment;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Shows how an image was made: to a user in a window, to a macro or script in the Log; with {@code
 * file} it is written there instead, with {@code methods} a sentence for a paper is told.
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
public final class ProvenanceCommand extends AbstractCommand implements ProvenanceActions {
  @Parameter(
      persist = false,
      required = false,
      description = "The image whose record to show; from menus and macros the current one")
  private ImagePlus image;

  @Parameter(persist = false, required = false)
  private String file;

  @Parameter(persist = false, required = false)
  private Boolean methods;

  /** There is nothing to ask before the record is shown. */
  @Override
  public boolean asks() {
    return false;
  }

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
    if (byUser()) {
      ProvenanceWindow.Content content =
          new ProvenanceWindow.Content(
              image.getTitle(), ProvenanceText.runs(image), MethodsSentence.of(image));
      request(); // for the Recorder
      ProvenanceWindow.show(image, content, this);
      return;
    }
    Request request = values();
    List<String> lines = ProvenanceText.lines(image);
    String to = request.text(Param.FILE);
    if (!to.isEmpty()) {
      write(to, lines);
    }
    if (request.on(Param.METHODS)) {
      IJ.log(copied());
    }
    if (to.isEmpty() && !request.on(Param.METHODS)) {
      lines.forEach(IJ::log);
    }
  }

  @Override
  public void save(String to) {
    write(to, ProvenanceText.lines(image));
    record(Param.FILE, to);
  }

  @Override
  public void copyMethods() {
    copied();
    record(Param.METHODS, true);
  }

  @Override
  public String reveal() {
    Recording.save(RevealCommand.LABEL, Map.of());
    return RevealCommand.reveal(image);
  }

  private void record(Param key, Object value) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(key.key(), value);
    Recording.save(label(), values);
  }

  /** The sentence, which is in the clipboard then, where there is one. */
  private String copied() {
    String sentence = MethodsSentence.of(image);
    if (!GraphicsEnvironment.isHeadless()) {
      Toolkit.getDefaultToolkit()
          .getSystemClipboard()
          .setContents(new StringSelection(sentence), null);
    }
    return sentence;
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
