package io.github.palimpsest.learn;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.SampleType;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.model.install.ModelFolders;
import io.github.palimpsest.model.install.ModelInstaller;
import io.github.palimpsest.model.own.KeptModel;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.Mask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Keeps a model of images: looks at all of them once to see what there is, then draws patches from
 * each, writes the model folder beside the others and installs it. Nothing is trained.
 */
public final class Learning {
  /** Pictures that are looked at, so that a large folder takes no more time than a small one. */
  private static final int MOST_PICTURES = 64;

  private final WordAreas areas;
  private final List<Sources.Source> sources;
  private final Monitor monitor;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Set<String> words = new LinkedHashSet<>();
  private final List<Tile> tiles = new ArrayList<>();
  private final Map<Integer, String> used = new HashMap<>();
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

  private static void requireFree(String name) {
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
    if (tiles.isEmpty()) {
      throw new BadInput("None of the images can be opened; give others.");
    } else if (words.size() > KeptModel.MOST_WORDS) {
      throw BadInput.of(
          "labels give %d words, and a model holds %d: give ROIs that show the same one name.",
          words.size(), KeptModel.MOST_WORDS);
    } else if (words.isEmpty() && areas.given()) {
      throw new BadInput(areas.nothing());
    }
    List<Tile> some = Tile.some(tiles, MOST_PICTURES);
    List<String> vocabulary = List.copyOf(words);
    KeptModel model = new KeptModel(colours.channels(), List.of(), vocabulary);
    for (int k = 0; k < some.size(); k++) {
      progress("Learning: picture " + (k + 1) + "/" + some.size(), (double) k / some.size());
      Tile tile = some.get(k);
      ImagePlus image = sources.get(tile.source()).image().get();
      Map<String, Mask> own = areas.areas(image, tile.position());
      own.keySet().retainAll(words);
      model.add(Pictures.read(image, tile, own, vocabulary));
      used.put(tile.source(), sources.get(tile.source()).name());
    }
    return install(model, name, some.size(), vocabulary);
  }

  /** Notes the planes and words of an image. */
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
          "The images must all be grey or all be RGB, and '%s' is the first that is %s: convert it"
              + " with Image > Type, or leave it out.",
          source.name(), type == SampleType.RGB ? "RGB" : "not");
    }
    for (int position = 1; position <= image.getStackSize(); position++) {
      tiles.addAll(Tile.of(k, position, image.getWidth(), image.getHeight()));
      words.addAll(areas.areas(image, position).keySet());
    }
  }

  private void progress(String words, double fraction) {
    if (stopped.get()) {
      throw new Cancelled();
    }
    monitor.status(words);
    monitor.progress(fraction);
  }

  private List<String> install(
      KeptModel model, String name, int pictures, List<String> vocabulary) {
    progress("Learning: writing the model", 1);
    Path place = null;
    try {
      place = Files.createTempDirectory("palimpsest-learn");
      Path folder = Files.createDirectory(place.resolve(name));
      String learnt = model.write(folder, name, List.of());
      ModelInstaller.install(folder, ModelFolders.installFolder(), bytes -> progress("", 1));
      return List.of(
          String.format(
              "Learnt %s from %d pictures of %d images: %s; %s.",
              name,
              pictures,
              used.size(),
              learnt,
              vocabulary.isEmpty() ? "no words" : "words: " + String.join(", ", vocabulary)),
          "Use it as model=[" + name + "].");
    } catch (IOException e) {
      throw new BadInput(
          "The model " + name + " cannot be written (" + e.getMessage() + "); free some space.", e);
    } finally {
      delete(place);
    }
  }

  private static void delete(Path place) {
    if (place == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // a temporary folder, which the system clears away
      return;
    }
  }
}
