package io.github.palimpsest.ui.dialog;

import ij.ImagePlus;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.ParamKind;
import io.github.palimpsest.sample.solver.Schedulers;
import io.github.palimpsest.ui.form.ChoiceRow;
import io.github.palimpsest.ui.form.FileRow;
import io.github.palimpsest.ui.form.ImageNames;
import io.github.palimpsest.ui.form.Row;
import io.github.palimpsest.ui.form.SwitchRow;
import io.github.palimpsest.ui.form.TextRow;
import io.github.palimpsest.ui.form.ValueRow;
import io.github.palimpsest.ui.form.WordsField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.swing.JFileChooser;

/** The one place that says by which kind of row a key is set in a dialog. For the event thread. */
final class DialogRows {
  private static final double HUNDREDTH = 0.01;
  private static final String NONE = "none";
  private static final List<String> PLACES = List.of("Selection", "Overlay", "ROI Manager");

  private final ImagePlus image;
  private final boolean files;
  private final TextRow.Listener listener;

  /**
   * Rows of a dialog.
   *
   * @param image on which the command works, or null
   * @param files whether it works on files: images that are open do not matter
   */
  DialogRows(ImagePlus image, boolean files, TextRow.Listener listener) {
    this.image = image;
    this.files = files;
    this.listener = listener;
  }

  /** The row of a key. */
  Row of(Param key) {
    return switch (key) {
      case PROMPT -> new WordsField(key, FormModel.name(key), key.help(), 2, listener);
      case NEGATIVE -> new WordsField(key, FormModel.name(key), key.help(), 0, listener);
      case MODEL -> free(key, null, Models::names).orFolder();
      case SCHEDULER -> listed(key, Param.AUTO, with(Param.AUTO, Schedulers.names()));
      case DEVICE -> free(key, null, () -> List.of("Auto", "CPU", "CUDA", "CoreML", "DirectML"));
      case MASK -> free(key, null, () -> ImageNames.fitting(image, PLACES));
      case SOURCE ->
          free(
              key,
              null,
              () ->
                  ImageNames.fitting(
                      image,
                      Stream.concat(PLACES.stream(), Stream.of("Labels", "Threshold")).toList()));
      case CONTROL ->
          free(
              key,
              NONE,
              () ->
                  files
                      ? with(NONE, Param.KIND.choices())
                      : ImageNames.fitting(image, with(NONE, Param.KIND.choices())));
      case THRESHOLD ->
          files
              ? free(key, NONE, () -> with(NONE, ThresholdRow.methods()))
              : new ThresholdRow(key, FormModel.name(key), image, listener);
      case LABELS ->
          free(key, NONE, () -> ImageNames.fitting(image, List.of(NONE, "Overlay", "ROI Manager")));
      case RANGE -> free(key, null, () -> List.of("Auto", "Type", "Display"));
      case CONTEXT -> free(key, null, () -> List.of("Auto", "Whole image"));
      case CHANNELS, SLICES, FRAMES -> free(key, "current", () -> List.of("current", "all"));
      case IMAGES -> free(key, null, () -> List.of("current", "open")).orFolder();
      case MASKS -> free(key, null, () -> List.of("Selection", "Overlay", "Threshold")).orFolder();
      case FILE, INPUT, FOLDER ->
          new FileRow(
              key, FormModel.name(key), key.help(), JFileChooser.FILES_AND_DIRECTORIES, listener);
      default -> plain(key);
    };
  }

  private Row plain(Param key) {
    if (key.kind() == ParamKind.SWITCH) {
      return new SwitchRow(key, key.label(), key.help(), listener);
    }
    if (!key.choices().isEmpty()) {
      boolean automatic = key.defaultValue() == null;
      return listed(key, null, automatic ? with(Param.AUTO, key.choices()) : key.choices());
    }
    boolean fraction = key.kind() == ParamKind.NUMBER && key.min() == 0 && key.max() == 1;
    return fraction && key.defaultValue() != null
        ? new ValueRow(key, FormModel.name(key), key.help(), 0, 1, HUNDREDTH, null, listener)
        : new TextRow(key, FormModel.name(key), key.help(), listener);
  }

  private ChoiceRow listed(Param key, String blank, List<String> words) {
    return new ChoiceRow(key, FormModel.name(key), words, false, blank, listener);
  }

  /** Something else may be written, and the words are asked for whenever the list opens. */
  private ChoiceRow free(Param key, String blank, Supplier<List<String>> words) {
    ChoiceRow row = new ChoiceRow(key, FormModel.name(key), words.get(), true, blank, listener);
    row.offerWhenOpened(words);
    return row;
  }

  private static List<String> with(String first, List<String> others) {
    List<String> all = new ArrayList<>(others);
    all.add(0, first);
    return all;
  }
}
