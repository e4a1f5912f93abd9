package io.github.palimpsest.request;

import static io.github.palimpsest.request.ParamKind.INTEGER;
import static io.github.palimpsest.request.ParamKind.LONG;
import static io.github.palimpsest.request.ParamKind.NUMBER;
import static io.github.palimpsest.request.ParamKind.NUMBERS;
import static io.github.palimpsest.request.ParamKind.SWITCH;
import static io.github.palimpsest.request.ParamKind.TEXT;

import io.github.palimpsest.check.BadInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every key a run or another command understands, with its type, range, default and help: the one
 * table behind macro options, dialogs, {@code Ext.set}, the Java API, batch jobs and the provenance
 * record.
 *
 * <p>A {@code null} default means that the model folder decides.
 */
public enum Param {
  MODEL(TEXT, "micrographs", "Bundled or installed model name, or a model folder"),
  PROMPT(TEXT, "", "What to paint, in words the model knows"),
  NEGATIVE(TEXT, "", "What to avoid (acts when guidance is above 1)"),
  GUIDANCE(NUMBER, null, 0, 100, "Guidance scale: uncond + g (cond - uncond); 1 = off"),
  GUIDANCESTART(NUMBER, 0.0, 0, 1, "Fraction of the run at which guidance begins"),
  GUIDANCEEND(NUMBER, 1.0, 0, 1, "Fraction of the run at which guidance ends"),
  RESCALE(NUMBER, 0.0, 0, 1, "Share of guidance's gain in contrast taken back; 0 = off"),
  SCHEDULER(TEXT, "", "Sampler name as in diffusers; empty = the model folder's"),
  STEPS(INTEGER, null, 1, 1000, "Number of sampling steps"),
  STRENGTH(NUMBER, 1.0, 0, 1, "0 keeps the image, 1 repaints from pure noise"),
  ETA(NUMBER, null, 0, 1, "Added noise of DDIM and TCD: 0 deterministic, 1 as DDPM"),
  SEED(LONG, 0L, "Random seed, 64 bit; the same seed gives the same pixels"),
  SAMPLES(INTEGER, 1, 1, 1000, "Number of results; sample k uses seed + k"),
  RANGE(TEXT, "Auto", "Intensities mapped to the model: Auto, Type, Display or min,max"),
  CONTROL(TEXT, "", "Control map: a kind, the title or ID of an open image, or net:title"),
  CONTROLWEIGHT(NUMBERS, "1", -10, 10, "Weight of the control map, or one each; 0 = off"),
  CONTROLSTART(NUMBERS, "0", 0, 1, "Fraction of the run at which control begins, or one each"),
  CONTROLEND(NUMBERS, "1", 0, 1, "Fraction of the run at which control ends, or one each"),
  GUESS(SWITCH, false, "Guess mode: control acts beside the prompt only, deep layers most"),
  STREAM(SWITCH, false, "Show the step stack while sampling runs"),
  LATENTS(SWITCH, false, "Show the raw latents stack as well"),
  DEVICE(TEXT, "Auto", "Auto, CPU, CUDA, CoreML, DirectML"),

  MASK(TEXT, "Selection", "Selection, Overlay, ROI Manager, or the title or ID of a mask image"),
  FEATHER(NUMBER, 0.0, 0, 10000, "Softness in pixels, spent inside the mask"),
  CONTEXT(TEXT, "Auto", "What the model sees around the mask: Auto, Whole image, or pixels"),
  METHOD(TEXT, "Auto", List.of("Auto", "Concat", "Blend", "RePaint"), "How known pixels act"),
  RESAMPLE(INTEGER, 10, 1, 100, "RePaint: how often each stretch is resampled"),
  JUMP(INTEGER, null, 1, 1000, "RePaint: steps of a stretch; Auto = a 25th of the run"),
  CHANNELS(TEXT, "", "Channels to repaint, for example 1-3 or all; empty = current"),
  SLICES(TEXT, "", "Slices to repaint, for example 1,4-6 or all; empty = current"),
  FRAMES(TEXT, "", "Frames to repaint, for example 2- or all; empty = current"),
  EXPAND(
      TEXT,
      "",
      "Pixels the canvas grows by, left,top,right,bottom or one number; the border is painted"),
  OUTPUT(TEXT, "New", List.of("New", "Replace"), "New image, or replace the pixels (undoable)"),

  WIDTH(INTEGER, 256, 1, 16384, "Width of the new image in pixels"),
  HEIGHT(INTEGER, 256, 1, 16384, "Height of the new image in pixels"),
  TYPE(TEXT, null, List.of("8-bit", "16-bit", "32-bit", "RGB"), "Type of the new image"),

  SOURCE(TEXT, "Selection", "Selection, Overlay, ROI Manager, Labels, Threshold, title or ID"),
  THRESHOLD(TEXT, "", "Intensities min,max, or a method such as Otsu dark; empty = as set"),
  GROW(NUMBER, 0.0, -10000, 10000, "Pixels to grow the mask by; negative shrinks it"),
  INVERT(SWITCH, false, "Swap what is repainted and what is kept"),

  KIND(
      TEXT,
      "edges",
      List.of(
          "edges",
          "softedges",
          "segmentation",
          "scribble",
          "lines",
          "distance",
          "boundary",
          "blur"),
      "What the control map shows"),
  SMOOTHING(NUMBER, null, 0, 1e9, "Gaussian sigma in the image's units; Auto = by kind, in pixels"),
  LOW(NUMBER, 0.1, 0, 1, "Edges: weakest step height, as a fraction of the intensity range"),
  HIGH(NUMBER, 0.2, 0, 1, "Edges: height from which a step counts even alone"),
  ROIS(
      TEXT,
      "Auto",
      List.of("Auto", "Selection", "Overlay", "ROI Manager", "Labels"),
      "Where objects and strokes come from; Labels = the image itself"),
  GROUPS(TEXT, "", "ROI groups or labels that count, for example 1,3-5; empty = all"),
  CLASSES(SWITCH, false, "Segmentation: colours of groups or labels instead of white"),
  THICKNESS(NUMBER, 1.0, 1, 1000, "Boundary: thickness in pixels"),
  STACK(SWITCH, false, "Every plane of the stack instead of the current one"),

  ACTION(
      TEXT,
      "list",
      List.of("list", "describe", "check", "install", "remove"),
      "What to do with models"),
  FILE(
      TEXT,
      "",
      "Folder or zip of a model to install; .json or .txt file to write a record to; empty = none"),

  WEIGHT(NUMBER, 1.0, 0, 1, "Weight of what was painted on a frame: 0 model, 1 user"),
  HORIZON(INTEGER, null, 0, 1000, "Steps in which an edit acts again; Auto = all that remain");

  /** The value of a key that leaves the choice to the model folder. */
  public static final String AUTO = "Auto";

  private final ParamKind kind;
  private final Object defaultValue;
  private final double min;
  private final double max;
  private final List<String> choices;
  private final String help;

  Param(ParamKind kind, Object defaultValue, String help) {
    this(kind, defaultValue, Double.NaN, Double.NaN, List.of(), help);
  }

  Param(ParamKind kind, Object defaultValue, double min, double max, String help) {
    this(kind, defaultValue, min, max, List.of(), help);
  }

  Param(ParamKind kind, Object defaultValue, List<String> choices, String help) {
    this(kind, defaultValue, Double.NaN, Double.NaN, choices, help);
  }

  Param(
      ParamKind kind,
      Object defaultValue,
      double min,
      double max,
      List<String> choices,
      String help) {
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.min = min;
    this.max = max;
    this.choices = choices;
    this.help = help;
  }

  /** The macro key: lower case, one word, never renamed. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How values are written. */
  public ParamKind kind() {
    return kind;
  }

  /** The documented default; {@code null} where the model folder (or the type range) decides. */
  public Object defaultValue() {
    return defaultValue;
  }

  /** The documented default as its input shows it; {@value #AUTO} where there is none. */
  public String standard() {
    return defaultValue == null ? AUTO : plain(defaultValue);
  }

  /**
   * Whether a text leaves the choice to the model folder: empty or {@value #AUTO}, of a key without
   * a default of its own.
   */
  public boolean isAuto(String text) {
    return defaultValue == null && (text.isBlank() || text.trim().equalsIgnoreCase(AUTO));
  }

  /** A value as a user writes it: 20 rather than 20.0. */
  public static String plain(Object value) {
    return value instanceof Double d ? ParamKind.plain(d) : String.valueOf(value);
  }

  /** Smallest value allowed, or NaN. */
  public double min() {
    return min;
  }

  /** Largest value allowed, or NaN. */
  public double max() {
    return max;
  }

  /** The words allowed, or an empty list for free text. */
  public List<String> choices() {
    return choices;
  }

  /** One phrase for dialogs and documentation. */
  public String help() {
    return help;
  }

  /** The parameter of a macro key, if there is one. */
  public static Optional<Param> of(String key) {
    return Arrays.stream(values()).filter(p -> p.key().equals(key)).findFirst();
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
    Object v = kind.read(key(), value);
    if (!Double.isNaN(min)) {
      for (double d : ParamKind.numbers(v.toString())) {
        if (!(d >= min && d <= max)) {
          throw BadInput.of(
              "%s (%s) must lie between %s and %s.",
              key(), value, ParamKind.plain(min), ParamKind.plain(max));
        }
      }
    }
    if (!choices.isEmpty()) {
      return choices.stream()
          .filter(c -> c.equalsIgnoreCase((String) v))
          .findFirst()
          .orElseThrow(() -> BadInput.of("%s (%s) must be one of %s.", key(), value, listed()));
    }
    return v;
  }

  private String listed() {
    return choices.stream().collect(Collectors.joining(", "));
  }
}
