package io.github.palimpsest.request;

import static io.github.palimpsest.request.ParamType.*;
import static io.github.palimpsest.request.Section.*;

import io.github.palimpsest.check.BadInput;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every key a run or another command understands, with its place in a form, label, type, range,
 * default and help: the one table behind macro options, dialogs, {@code Ext.set}, the Java API,
 * batch jobs and the provenance record. Their order is that of recorded requests.
 *
 * <p>A {@code null} default means that the model folder decides. The numbers in {@code live(3)} and
 * {@code rest(17)} are the order in which an open session takes several keys.
 */
public enum Param {
  INPUT(
      text(""),
      FILES,
      "Input folder",
      "Folder of the images to repaint, or one TIFF or OME-Zarr too large for memory"),
  FOLDER(
      "output",
      text(""),
      FILES,
      "Output folder",
      "Folder that the results go into; for one large image the file or folder to make"),
  INCLUDE(
      text("*.{tif,tiff,png,jpg,jpeg}"),
      FILES,
      "Include (names of files)",
      "Which files of the input folder: names with * and ?, with / paths within it"),
  MASKS(
      text("Selection"),
      Section.MASKS,
      "Masks",
      "Selection or Overlay saved in each file, Threshold, or a folder of masks with the same names"),
  WORKERS(
      whole(null, 1, 256),
      FILES,
      "Workers",
      "Images at work at once; Auto = as many as cores and memory allow"),
  MODEL(text("micrographs"), MODELS, "Bundled or installed model name, or a model folder"),
  PROMPT(text("").live(4), PROMPTS, "What to paint, in words the model knows"),
  NEGATIVE(
      text("").live(5),
      Section.GUIDANCE,
      "Negative prompt",
      "What to avoid (acts when guidance is above 1)"),
  GUIDANCE(
      number(null, 0, 100).live(6),
      Section.GUIDANCE,
      "Guidance scale",
      "Guidance scale: uncond + g (cond - uncond); 1 = off"),
  GUIDANCESTART(
      fraction(0.0).live(7),
      Section.GUIDANCE,
      "Guidance start (fraction of the run)",
      "Fraction of the run at which guidance begins"),
  GUIDANCEEND(
      fraction(1.0).live(8),
      Section.GUIDANCE,
      "Guidance end (fraction of the run)",
      "Fraction of the run at which guidance ends"),
  RESCALE(
      fraction(0.0).live(9),
      Section.GUIDANCE,
      "Rescale of guidance",
      "Share of guidance's gain in contrast taken back; 0 = off"),
  SCHEDULER(text("").rest(18), SAMPLER, "Sampler name as in diffusers; empty = the model folder's"),
  STEPS(whole(null, 1, 1000).rest(19), SAMPLER, "Number of sampling steps"),
  STRENGTH(fraction(1.0).rest(20), SAMPLER, "0 keeps the image, 1 repaints from pure noise"),
  ETA(
      fraction(null).rest(17),
      SAMPLER,
      "Added noise (eta)",
      "Added noise of DDIM and TCD: 0 deterministic, 1 as DDPM"),
  SEED(seed(), SAMPLER, "Random seed, 64 bit; the same seed gives the same pixels"),
  SAMPLES(whole(1, 1, 1000), SAMPLER, "Number of results; sample k uses seed + k"),
  RANGE(
      text("Auto"),
      IMAGE,
      "Range of intensities",
      "Intensities mapped to the model: Auto, Type, Display or min,max"),
  CONTROL(
      text("").live(10),
      CONTROLS,
      "Control map",
      "Control map: a kind, the title or ID of an open image, or net:title"),
  CONTROLWEIGHT(
      numbers("1", -10, 10).live(11),
      CONTROLS,
      "Control weight",
      "Weight of the control map, or one each; 0 = off"),
  CONTROLSTART(
      numbers("0", 0, 1).live(12),
      CONTROLS,
      "Control start (fraction of the run)",
      "Fraction of the run at which control begins, or one each"),
  CONTROLEND(
      numbers("1", 0, 1).live(13),
      CONTROLS,
      "Control end (fraction of the run)",
      "Fraction of the run at which control ends, or one each"),
  GUESS(
      toggle().live(14),
      CONTROLS,
      "Guess mode",
      "Guess mode: control acts beside the prompt only, deep layers most"),
  STREAM(toggle(), OUTPUTS, "Stream (show every step)", "Show the step stack while sampling runs"),
  LATENTS(toggle(), OUTPUTS, "Latents (show them too)", "Show the raw latents stack as well"),
  SOURCES(
      toggle().live(21),
      OUTPUTS,
      "Sources (show where pixels come from)",
      "Show where each filled pixel was copied from, for models of the image"),
  HOOK(
      text(""),
      SAMPLER,
      "Hooks (of plug-ins)",
      "Hooks of other plugins that act in the run, by name: a, b"),
  DEVICE(text("Auto"), SAMPLER, "Auto, CPU, CUDA, CoreML, DirectML"),
  MASK(
      text("Selection").live(1),
      Section.MASKS,
      "Selection, Overlay, ROI Manager, or the title or ID of a mask image"),
  FEATHER(
      number(0.0, 0, 10000).live(3),
      Section.MASKS,
      "Feather (pixels)",
      "Softness in pixels, spent inside the mask"),
  CONTEXT(
      text("Auto"),
      IMAGE,
      "Context (pixels)",
      "What the model sees around the mask: Auto, Whole image, or pixels"),
  METHOD(choice("Auto", "Auto", "Concat", "Blend", "RePaint"), SAMPLER, "How known pixels act"),
  RESAMPLE(
      whole(10, 1, 100),
      SAMPLER,
      "Resample (RePaint)",
      "RePaint: how often each stretch is resampled"),
  JUMP(
      whole(null, 1, 1000),
      SAMPLER,
      "Jump (RePaint)",
      "RePaint: steps of a stretch; Auto = a 25th of the run"),
  SEAM(choice(null, "Off", "Match").live(16), SAMPLER, "Match joins a fill to what lies beside it"),
  COLOURS(choice(null, "Apart", "Together"), SAMPLER, "How a one-channel model paints RGB"),
  CHANNELS(text(""), IMAGE, "Channels to repaint, for example 1-3 or all; empty = current"),
  SLICES(text(""), IMAGE, "Slices to repaint, for example 1,4-6 or all; empty = current"),
  FRAMES(text(""), IMAGE, "Frames to repaint, for example 2- or all; empty = current"),
  EXPAND(
      text(""),
      IMAGE,
      "Expand canvas (pixels)",
      "Pixels the canvas grows by, left,top,right,bottom or one number; the border is painted"),
  BANK(
      choice("plane", "plane", "stack"),
      IMAGE,
      "Copy from",
      "What a model of this image copies from: plane, or stack = other planes as well"),
  OUTPUT(
      choice("New", "New", "Replace").live(15),
      OUTPUTS,
      "New image, or replace the pixels (undoable)"),
  WIDTH(whole(256, 1, 16384), OUTPUTS, "Width (pixels)", "Width of the new image in pixels"),
  HEIGHT(whole(256, 1, 16384), OUTPUTS, "Height (pixels)", "Height of the new image in pixels"),
  TYPE(choice(null, "8-bit", "16-bit", "32-bit", "RGB"), OUTPUTS, "Type of the new image"),
  SOURCE(
      text("Selection"),
      Section.MASKS,
      "Selection, Overlay, ROI Manager, Labels, Threshold, title or ID"),
  THRESHOLD(
      text(""),
      Section.MASKS,
      "Intensities min,max, or a method such as Otsu dark; empty = as set"),
  GROW(
      number(0.0, -10000, 10000).live(2),
      Section.MASKS,
      "Grow (pixels)",
      "Pixels to grow the mask by; negative shrinks it"),
  INVERT(
      toggle(),
      Section.MASKS,
      "Invert (swap kept and repainted)",
      "Swap what is repainted and what is kept"),
  KIND(pluginChoice("edges"), CONTROLS, "What the control map shows"),
  SMOOTHING(
      number(null, 0, 1e9),
      CONTROLS,
      "Smoothing (units)",
      "Gaussian sigma in the image's units; Auto = by kind, in pixels"),
  LOW(
      fraction(0.1),
      CONTROLS,
      "Low threshold",
      "Edges: weakest step height, as a fraction of the intensity range"),
  HIGH(
      fraction(0.2),
      CONTROLS,
      "High threshold",
      "Edges: height from which a step counts even alone"),
  ROIS(
      choice("Auto", "Auto", "Selection", "Overlay", "ROI Manager", "Labels"),
      CONTROLS,
      "ROIs from",
      "Where objects and strokes come from; Labels = the image itself"),
  GROUPS(
      text(""),
      CONTROLS,
      "Groups or labels",
      "ROI groups or labels that count, for example 1,3-5; empty = all"),
  CLASSES(
      toggle(),
      CONTROLS,
      "Classes (in colours)",
      "Segmentation: colours of groups or labels instead of white"),
  THICKNESS(number(1.0, 1, 1000), CONTROLS, "Thickness (pixels)", "Boundary: thickness in pixels"),
  STACK(
      toggle(),
      OUTPUTS,
      "Stack (every plane)",
      "Every plane of the stack instead of the current one"),
  ACTION(
      choice("list", "list", "describe", "check", "install", "remove"),
      MODELS,
      "What to do with models"),
  FILE(
      text(""),
      MODELS,
      "Folder or zip of a model to install; .json or .txt file to write a record to; empty = none"),
  METHODS(
      toggle(),
      OUTPUTS,
      "Methods sentence",
      "A sentence for a paper on how the image was made, into the Log and the clipboard"),
  IMAGES(text("current"), IMAGE, "Images to learn from: current, open, or a folder"),
  NAME(text(""), MODELS, "Name of the model to keep"),
  LABELS(text(""), IMAGE, "Words: Overlay, ROI Manager, or the title of a label image"),
  WEIGHT(
      fraction(1.0),
      EDITS,
      "Weight of paint",
      "Weight of what was painted on a frame: 0 model, 1 user"),
  HORIZON(
      whole(null, 0, 1000),
      EDITS,
      "Horizon (steps)",
      "Steps in which an edit acts again; Auto = all that remain");

  /** The value of a key that leaves the choice to the model folder. */
  public static final String AUTO = "Auto";

  private static final List<Param> IN_SESSION =
      Arrays.stream(values())
          .filter(param -> param.scope() != KeyScope.RUN)
          .sorted(Comparator.comparingInt(param -> param.type.order()))
          .toList();

  private final String key;
  private final ParamType type;
  private final Section section;
  private final String label;
  private final String help;

  /** Its label is the key itself. */
  Param(ParamType type, Section section, String help) {
    this(type, section, null, help);
  }

  Param(ParamType type, Section section, String label, String help) {
    this(null, type, section, label, help);
  }

  /** Shares its key with another one: see {@link #of(String, Collection)}. */
  Param(String key, ParamType type, Section section, String label, String help) {
    this.key = key != null ? key : name().toLowerCase(Locale.ROOT);
    this.type = type;
    this.section = section;
    this.label = label != null ? label : name().charAt(0) + this.key.substring(1);
    this.help = help;
  }

  /** The parameter of a macro key where one image is worked on, if there is one. */
  public static Optional<Param> of(String key) {
    return of(key, List.of());
  }

  /**
   * The parameter of a macro key, by the other keys that the same command takes, or that the same
   * request gives. One key depends on them: {@code output} is a folder beside {@code input}, and
   * New or Replace without it.
   *
   * @param beside keys, with or without {@code key} itself
   */
  public static Optional<Param> of(String key, Collection<String> beside) {
    Param other = beside.contains(INPUT.key) ? OUTPUT : FOLDER;
    return Arrays.stream(values()).filter(p -> p.key.equals(key) && p != other).findFirst();
  }

  /** The keys that may change in an open session, in the order in which to set several. */
  public static List<Param> inSession() {
    return IN_SESSION;
  }

  /** The macro key: lower case, one word, never renamed. */
  public String key() {
    return key;
  }

  /** The part of a form in which the key stands. */
  public Section section() {
    return section;
  }

  /** A few English words for forms, the unit in brackets. */
  public String label() {
    return label;
  }

  /** One phrase for dialogs and documentation. */
  public String help() {
    return help;
  }

  /** When the value may change. */
  public KeyScope scope() {
    return type.scope();
  }

  /** How values are written. */
  public ParamKind kind() {
    return type.kind();
  }

  /** The documented default; {@code null} where the model folder (or the type range) decides. */
  public Object defaultValue() {
    return type.standard();
  }

  /** The documented default as its input shows it; {@value #AUTO} where there is none. */
  public String standard() {
    return defaultValue() == null ? AUTO : ParamKind.plain(defaultValue());
  }

  /**
   * Whether a text leaves the choice to the model folder: empty or {@value #AUTO}, of a key without
   * a default of its own.
   */
  public boolean isAuto(String text) {
    return defaultValue() == null && (text.isBlank() || text.trim().equalsIgnoreCase(AUTO));
  }

  /** Smallest value allowed, or NaN. */
  public double min() {
    return type.min();
  }

  /** Largest value allowed, or NaN. */
  public double max() {
    return type.max();
  }

  /** The words allowed, or an empty list for free text. */
  public List<String> choices() {
    return type.choices(this);
  }

  /**
   * Reads a value as this parameter's type and checks its range.
   *
   * @param value a string as in a macro, or a value of the right type (any {@link Number} for
   *     numbers)
   * @return a String, Boolean, Integer, Double or Long by {@link #kind()}; several numbers are a
   *     String
   * @throws BadInput naming key, value and remedy
   */
  public Object check(Object value) {
    return type.check(this, value);
  }
}
