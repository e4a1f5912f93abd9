package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.control.MapNames;
import io.github.palimpsest.image.ImageEvents;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.roi.Rois;
import io.github.palimpsest.session.Session;
import io.github.palimpsest.stack.PaintSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Comparison, by value, of what a session has read from open images with what they hold now.
 *
 * <p>Pixels and ROIs are read only when {@link ImageEvents} has counted a change, or something that
 * is cheap to ask for (the frame shown, where a ROI lies) is different; or after {@link #forget}.
 * For the presenter's thread.
 */
final class InputChangeDetector {
  private final ImagePlus image;
  private final ImageEvents events;
  private final Reading<Long> rois = new Reading<>();
  private final Reading<Long> mask = new Reading<>();
  private final Reading<Long> maps = new Reading<>();
  private final Reading<PaintSummary> paint = new Reading<>();
  private List<Long> maskRead = List.of();
  private long mapsRead;

  InputChangeDetector(ImagePlus image, ImageEvents events) {
    this.image = image;
    this.events = events;
  }

  /** Another whose session has read the same. */
  InputChangeDetector copy() {
    InputChangeDetector copy = new InputChangeDetector(image, events);
    copy.maskRead = maskRead;
    copy.mapsRead = mapsRead;
    return copy;
  }

  /** How often an image was updated. */
  long updates(ImagePlus shown) {
    return events.updates(shown);
  }

  /** Everything is read again when it is next asked for. */
  void forget() {
    for (Reading<?> reading : List.of(rois, mask, maps, paint)) {
      reading.key = null;
    }
  }

  /** The mask and the regions that are there now are those that were read. */
  void readMask(String name) {
    rois.key = null;
    mask.key = null;
    maskRead = maskNow(name);
  }

  /** The control maps that are there now are those that were read. */
  void readMaps(String control) {
    maps.key = null;
    mapsRead = mapsNow(control);
  }

  /** Whether the selection, a ROI that may be mask or region, or a mask image has changed. */
  boolean maskChanged(String name) {
    return !maskNow(name).equals(maskRead);
  }

  /** Whether a control map has been drawn on. */
  boolean mapsChanged(String control) {
    return mapsNow(control) != mapsRead;
  }

  /**
   * What is painted on the frames shown, or null.
   *
   * @param look reads the frames
   */
  PaintSummary paint(Session session, Supplier<PaintSummary> look) {
    List<Object> key = new ArrayList<>(List.of(session.step()));
    for (ImagePlus stack : new ImagePlus[] {session.stepStack(), session.latentsStack()}) {
      if (stack != null) {
        key.add(state(stack));
      }
    }
    return paint.of(key, look);
  }

  private List<Long> maskNow(String name) {
    int position = PlanePositions.current(image).position();
    List<Roi> all = new ArrayList<>();
    Roi selection = image.getRoi();
    if (name.equalsIgnoreCase("Selection") && selection != null) {
      all.add(selection);
    }
    all.addAll(Rois.ofOverlay(image, position));
    all.addAll(Rois.ofManager(image, position));
    List<Object> key = new ArrayList<>(List.of(events.selections()));
    all.forEach(roi -> key.add(state(roi)));
    long outlines =
        rois.of(
            key,
            () -> {
              CRC32 crc = new CRC32();
              all.forEach(roi -> crc.update(RoiEncoder.saveAsByteArray(roi)));
              return crc.getValue();
            });
    ImagePlus named = named(name);
    return List.of(outlines, pixels(mask, named == null ? List.of() : List.of(named)));
  }

  private long mapsNow(String control) {
    return pixels(maps, MapNames.images(control, image));
  }

  private ImagePlus named(String name) {
    try {
      return name.isEmpty() ? null : OpenImages.find("mask", name, image);
    } catch (BadInput e) {
      // said when the mask is read
      return null;
    }
  }

  private long pixels(Reading<Long> reading, Collection<ImagePlus> images) {
    return reading.of(
        images.stream().<Object>map(this::state).toList(),
        () -> {
          CRC32 crc = new CRC32();
          images.forEach(i -> update(crc, i));
          return crc.getValue();
        });
  }

  /** State of an image that is cheap to read and differs after a change of the pixels shown. */
  private List<Object> state(ImagePlus shown) {
    return List.of(
        shown.getID(),
        events.updates(shown),
        PlanePositions.current(shown).position(),
        shown.getBitDepth(),
        shown.getWidth(),
        shown.getHeight(),
        shown.getStackSize());
  }

  /** As {@link #state(ImagePlus)}, of a ROI; ImageJ tells of points that are dragged. */
  private static List<Object> state(Roi roi) {
    return Arrays.asList(
        System.identityHashCode(roi),
        roi.getFloatBounds(),
        roi instanceof PolygonRoi polygon ? polygon.getNCoordinates() : 0,
        roi.getName(),
        roi.getPropertyCount() == 0 ? "" : roi.getProperties(),
        roi.getPosition(),
        roi.getCPosition(),
        roi.getZPosition(),
        roi.getTPosition(),
        roi.getGroup(),
        roi.getStrokeWidth(),
        Objects.hashCode(roi.getStrokeColor()),
        Objects.hashCode(roi.getFillColor()));
  }

  private static void update(CRC32 crc, ImagePlus named) {
    var ip = named.getProcessor();
    if (ip == null) {
      return;
    }
    byte[] row = new byte[4 * ip.getWidth()];
    for (int y = 0; y < ip.getHeight(); y++) {
      for (int x = 0; x < ip.getWidth(); x++) {
        int bits = ip.get(x, y);
        row[4 * x] = (byte) bits;
        row[4 * x + 1] = (byte) (bits >> 8);
        row[4 * x + 2] = (byte) (bits >> 16);
        row[4 * x + 3] = (byte) (bits >> 24);
      }
      crc.update(row);
    }
  }

  /** A value that is expensive to read, and the cheap state at the time it was read. */
  private static final class Reading<T> {
    private List<Object> key;
    private T value;

    T of(List<Object> now, Supplier<T> read) {
      if (!now.equals(key)) {
        value = read.get();
        key = now;
      }
      return value;
    }
  }
}
