package io.github.palimpsest.learn;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.control.PictureMaps;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.own.KeptModel;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a model of images: looks at all of them once to see what there is, then reads pictures of
 * some planes, writes the model folder and installs it. Nothing is trained.
 */
public final class Learning {
  /** Planes that are read, so that a large folder takes no more time than a small one. */
  private static final int MOST_PLANES = 64;

  /** Pixels of all pictures together: a model is as large, whatever it was learnt from. */
  private static final long PIXELS = 1 << 20;

  /** With more words than this, names were meant for single objects. */
  private static final int MOST_WORDS = 64;

  /** A plane that may be learnt from, and what has words there. */
  private record Seen(
      int source, int position, int width, int height, Map<String, List<Rectangle>> places) {}

  private final WordAreas areas;
  private final List<Sources.Source> sources;
  private final Monitor monitor;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Seen> planes = new ArrayList<>();
  private SampleType colours;

  private Learning(ImagePlus current, Request request, Monitor monitor) {
    this.monitor = monitor;
    areas = WordAreas.of(request.text(Param.LABELS));
    sources = Sources.of(request.text(Param.IMAGES), current, areas.labels());
    monitor.onCancel(() -> stopped.set(true));
  }

  /**
   * Learns from the images that a request names ({@code images}, {@code labels}, {@code name}).
   *
   * @param current the current image, or null
   * @return what was learnt, a line each
   * @throws BadInput for too few pixels, images of both kinds (grey and RGB), an unknown folder, a
   *     name that is taken; nothing is left behind
   * @throws Cancelled when stopped; nothing is left behind
   */
  public static List<String> run(ImagePlus current, Request request, Monitor monitor) {
    String name = request.text(Param.NAME).trim();
    requireFree(name);
    return new Learning(current, request, monitor).learn(name);
  }

  /**
   * Refuses a name that no model can be kept under.
   *
   * @throws BadInput saying why
   */
  public static void requireFree(String name) {
    if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]*")) {
      throw BadInput.of(
          "name (%s) must be a name for the model, of letters, digits, blanks, dots and dashes;"
              + " give one.",
          name);
    }
    if (ModelFolders.names().contains(name)) {
      throw BadInput.of(
          "name (%s) is that of a model that is there already; give another, or remove it with"
              + " Diffusion Models... first.",
          name);
    }
  }

  private List<String> learn(String name) {
    for (int k = 0; k < sources.size(); k++) {
      look(k);
    }
    List<Seen> some = chosen();
    TreeSet<String> words = new TreeSet<>();
    some.forEach(plane -> words.addAll(plane.places.keySet()));
    requireWords(words);
    List<String> kinds = PictureMaps.kinds();
    KeptModel model = new KeptModel(colours.channels(), kinds, List.copyOf(words));
    TreeSet<Integer> images = new TreeSet<>();
    for (int k = 0; k < some.size(); k++) {
      progress("Learning: plane " + (k + 1) + "/" + some.size(), (double) k / some.size());
      read(some.get(k), k, PIXELS / some.size(), kinds, model);
      images.add(some.get(k).source);
    }
    progress("Learning: writing the model", 1);
    String learnt = Installed.write(model, name, bytes -> progress("Learning: writing", 1));
    return List.of(
        String.format(
            Locale.ROOT,
            "Learnt %s from %s of %s: %s; %s.",
            name,
            count(some.size(), "plane"),
            count(images.size(), "image"),
            learnt,
            words.isEmpty() ? "no words" : "words: " + String.join(", ", words)),
        "Use it as model=[" + name + "].");
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  /** Notes the planes of an image, and what has words there. */
  private void look(int k) {
    Sources.Source source = sources.get(k);
    progress("Learning: looking at " + source.name(), 0);
    ImagePlus image = source.image().get();
    if (image == null || !Plane.readable(image)) {
      monitor.warn("'" + source.name() + "' cannot be opened and is left out.");
      return;
    }
    SampleType type = SampleType.of(image);
    colours = colours == null ? type : colours;
    if (colours.channels() != type.channels()) {
      throw BadInput.of(
          "The images must all be grey or all be RGB, and '%s' is %s unlike those before it: convert"
              + " it with Image > Type, or leave it out.",
          source.name(), type == SampleType.RGB ? "RGB" : "grey");
    }
    for (int position = 1; position <= image.getStackSize(); position++) {
      var places = areas.on(image, position).places();
      planes.add(new Seen(k, position, image.getWidth(), image.getHeight(), places));
    }
  }

  /** All planes or, of many, as many as are read: those with words first, evenly. */
  private List<Seen> chosen() {
    if (planes.isEmpty()) {
      throw new BadInput("None of the images can be opened; give others.");
    }
    List<Seen> worded = planes.stream().filter(plane -> !plane.places.isEmpty()).toList();
    List<Seen> others = planes.stream().filter(plane -> plane.places.isEmpty()).toList();
    List<Seen> some = new ArrayList<>(evenly(worded, MOST_PLANES));
    some.addAll(evenly(others, MOST_PLANES - some.size()));
    return some;
  }

  private static List<Seen> evenly(List<Seen> all, int most) {
    List<Seen> some = new ArrayList<>();
    int n = Math.min(most, all.size());
    for (int k = 0; k < n; k++) {
      some.add(all.get((int) ((2L * k + 1) * all.size() / (2L * n))));
    }
    return some;
  }

  private void requireWords(TreeSet<String> words) {
    if (words.size() > MOST_WORDS) {
      throw BadInput.of(
          "labels give %d words, and a model holds %d: give ROIs that show the same one name, or a"
              + " group.",
          words.size(), MOST_WORDS);
    } else if (words.isEmpty() && areas.given()) {
      throw new BadInput(areas.nothing());
    }
  }

  private void read(Seen plane, int k, long pixels, List<String> kinds, KeptModel model) {
    ImagePlus image = sources.get(plane.source).image().get();
    WordAreas.OnPlane own = areas.on(image, plane.position);
    Map<String, List<Rectangle>> places = new TreeMap<>(plane.places);
    for (Tile tile : Tile.of(k, plane.width, plane.height, pixels, places)) {
      progress("Learning: " + image.getTitle(), (double) k / Math.max(1, planes.size()));
      model.add(Pictures.read(image, plane.position, tile.part(), own, kinds), k);
    }
  }

  private void progress(String words, double fraction) {
    if (stopped.get()) {
      throw new Cancelled();
    }
    monitor.status(words);
    monitor.progress(fraction);
  }
}
