package io.github.palimpsest.control;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.DerivedImages;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Control maps as ordinary images. */
public final class MapImages {
  private static final List<Param> SETTINGS =
      List.of(
          Param.SMOOTHING,
          Param.LOW,
          Param.HIGH,
          Param.CLASSES,
          Param.THICKNESS,
          Param.ROIS,
          Param.GROUPS);

  private MapImages() {}

  /**
   * The map of an image: 8-bit 0…255 (32-bit 0…1 where that is too coarse, RGB in class colours),
   * titled {@code <source>-<kind>}, with the size and calibration of the image; not shown.
   *
   * @param kind the name of a {@link ControlKind}, such as {@code edges}
   * @param stack whether every plane gets its map, or only the current one
   * @throws BadInput for an unknown kind, or if the source has nothing to show
   */
  public static ImagePlus of(ImagePlus image, String kind, MapSettings settings, boolean stack) {
    ControlKind maker = maker(kind);
    ImageStack planes = new ImageStack(image.getWidth(), image.getHeight());
    int current = PlanePositions.current(image).position();
    int count = stack ? image.getStackSize() : 1;
    for (int i = 1; i <= count; i++) {
      MapSource source = new MapSource(image, stack ? i : current, settings);
      Rectangle all = source.bounds();
      planes.addSlice(null, processor(maker.map(source, all), all, maker.fine()));
    }
    ImagePlus map = DerivedImages.of(image, maker.name(), planes);
    if (maker.fine()) {
      map.setDisplayRange(0, 1);
    }
    return map;
  }

  /**
   * A part of the map of the current plane, as {@link #of} would make it.
   *
   * @param r within the plane
   */
  public static ImageProcessor part(
      ImagePlus image, String kind, MapSettings settings, Rectangle r) {
    ControlKind maker = maker(kind);
    int current = PlanePositions.current(image).position();
    ImageProcessor map =
        processor(maker.map(new MapSource(image, current, settings), r), r, maker.fine());
    if (maker.fine()) {
      map.setMinAndMax(0, 1);
    }
    return map;
  }

  private static ControlKind maker(String kind) {
    return ControlKinds.find(kind)
        .orElseThrow(() -> BadInput.of("kind (%s) must be one of %s.", kind, ControlKinds.names()));
  }

  /** Whether a setting changes maps of a kind; true for keys that are no settings of maps. */
  public static boolean heeds(String kind, Param key) {
    return !SETTINGS.contains(key)
        || ControlKinds.find(kind).map(maker -> maker.keys().contains(key)).orElse(true);
  }

  /** One sentence for each setting that was given although maps of the kind do not heed it. */
  public static List<String> idle(Request request) {
    String name = request.text(Param.KIND);
    Set<Param> heeded = ControlKinds.find(name).map(ControlKind::keys).orElse(Set.of());
    List<String> idle = new ArrayList<>();
    for (Param key : SETTINGS) {
      if (!heeded.contains(key) && request.has(key)) {
        idle.add(
            String.format(
                Locale.ROOT,
                "%s (%s) has no effect on maps of kind %s: it is for %s.",
                key.key(),
                request.text(key),
                name,
                ControlKinds.heeding(key)));
      }
    }
    return idle;
  }

  private static ImageProcessor processor(float[][] map, Rectangle r, boolean fine) {
    if (fine) {
      return new FloatProcessor(r.width, r.height, map[0]);
    }
    byte[][] bytes = new byte[map.length][map[0].length];
    for (int c = 0; c < map.length; c++) {
      for (int i = 0; i < bytes[c].length; i++) {
        bytes[c][i] = (byte) (int) Math.floor(map[c][i] * 255 + 0.5);
      }
    }
    if (map.length == 1) {
      return new ByteProcessor(r.width, r.height, bytes[0]);
    }
    ColorProcessor colours = new ColorProcessor(r.width, r.height);
    colours.setRGB(bytes[0], bytes[1], bytes[2]);
    return colours;
  }
}
