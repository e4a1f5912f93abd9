package io.github.palimpsest.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * The record an image carries of how it was made: one JSON object under the image property {@value
 * #PROPERTY}, kept by TIFF and by duplication.
 *
 * <pre>{@code {"format":1,"runs":[{"command":…,"request":{…},"model":{…},…,"pixels":[…]}]}}</pre>
 *
 * <p>Each run adds one entry, so an image edited five times tells all five, and the synthetic
 * pixels are the union over the runs. {@link PixelCheck} tells what has become of them.
 */
public final class Provenance {
  /** Name of the image property. */
  public static final String PROPERTY = "palimpsest";

  private static final int FORMAT = 1;

  private Provenance() {}

  /** The runs recorded in an image, oldest first; empty for an image without a record. */
  public static List<ProvenanceEntry> runs(ImagePlus image) {
    String text = image.getProp(PROPERTY);
    List<ProvenanceEntry> runs = new ArrayList<>();
    if (text == null || text.isBlank()) {
      return runs;
    }
    JsonObject json = RecordFields.parse(text);
    if (json == null || !json.has("runs") || !json.get("runs").isJsonArray()) {
      throw foreign(image);
    }
    for (JsonElement run : json.getAsJsonArray("runs")) {
      if (!run.isJsonObject()) {
        throw foreign(image);
      }
      runs.add(new ProvenanceEntry(run.getAsJsonObject(), image.getTitle()));
    }
    return runs;
  }

  private static BadInput foreign(ImagePlus image) {
    return BadInput.of(
        "The property '%s' of %s is not a Palimpsest record: reopen the image, or remove it by the"
            + " macro line Property.set(\"%s\", \"\").",
        PROPERTY, image.getTitle(), PROPERTY);
  }

  /**
   * As {@link #runs}, for who needs a record.
   *
   * @throws BadInput if the image carries none
   */
  public static List<ProvenanceEntry> known(ImagePlus image) {
    List<ProvenanceEntry> runs = runs(image);
    if (runs.isEmpty()) {
      throw BadInput.of(
          "The image (%s) carries no record: show a result, step stack or latents stack of"
              + " Palimpsest, or one reopened from a TIFF.",
          image.getTitle());
    }
    return runs;
  }

  /**
   * Throws if a run could not be added to the image's record; call before a long run.
   *
   * @throws BadInput if what the image carries is no record or a damaged one
   */
  public static void check(ImagePlus image) {
    new PixelCheck(image);
  }

  /** Repeats what the record says of the first planes for as many planes after them. */
  public static void repeat(ImagePlus image, int planes, int times) {
    List<ProvenanceEntry> runs = new ArrayList<>();
    for (ProvenanceEntry run : runs(image)) {
      List<PixelSet> all = new ArrayList<>();
      for (int k = 0; k < times && fits(image, run); k++) {
        for (PixelSet set : pixels(image, run)) {
          all.add(set.at(set.position() + k * planes));
        }
      }
      runs.add(all.isEmpty() ? run : run.withPixels(all));
    }
    if (!runs.isEmpty()) {
      put(image, runs);
    }
  }

  /** Begins to add a run; call before its pixels are written. */
  public static Addition add(ImagePlus image, ProvenanceEntry run, List<PixelSet> pixels) {
    return new Addition(image, run, pixels);
  }

  /**
   * A run about to enter an image's record. Everything that can be refused has been refused when
   * there is one.
   */
  public static final class Addition {
    private final ImagePlus image;
    private final ProvenanceEntry run;
    private final List<PixelSet> pixels;
    private final PixelCheck.Renewal older;

    private Addition(ImagePlus image, ProvenanceEntry run, List<PixelSet> pixels) {
      this.image = image;
      this.run = run;
      this.pixels = List.copyOf(pixels);
      older = new PixelCheck(image).new Renewal(pixels);
    }

    /** Marks the pixels, which have been written, and writes the record. */
    public void write() {
      List<ProvenanceEntry> all = older.runs();
      List<PixelSet> marked = new ArrayList<>();
      for (PixelSet set : pixels) {
        Plane plane = Plane.of(image, set.position());
        Rectangle box = set.mark() == null ? set.bounds() : set.mark().box();
        marked.add(set.with(PixelFingerprint.of(plane, set, box, List.of())));
      }
      all.add(run.withPixels(marked));
      put(image, all);
    }
  }

  /** Replaces the whole record. */
  public static void put(ImagePlus image, List<ProvenanceEntry> runs) {
    JsonArray all = new JsonArray();
    runs.forEach(run -> all.add(run.fields().json()));
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.add("runs", all);
    image.setProp(PROPERTY, json.toString());
  }

  /**
   * The generated pixels of one run.
   *
   * @param image the image that carries the record, in whose planes they must lie
   * @throws BadInput if they do not, or the record is damaged
   */
  public static List<PixelSet> pixels(ImagePlus image, ProvenanceEntry run) {
    if (!fits(image, run)) {
      throw misfit(image, run.size());
    }
    return run.pixels(canvas(image));
  }

  private static Rectangle canvas(ImagePlus image) {
    return new Rectangle(image.getWidth(), image.getHeight());
  }

  /** Whether the image has the size for the generated pixels of a run. */
  static boolean fits(ImagePlus image, ProvenanceEntry run) {
    return run.fits(canvas(image));
  }

  private static BadInput misfit(ImagePlus image, int[] size) {
    return BadInput.of(
        "The image (%s, %d x %d) must have the size its record speaks of%s: use it as it was before"
            + " it was cropped or scaled.",
        image.getTitle(),
        image.getWidth(),
        image.getHeight(),
        size == null ? "" : String.format(", %d x %d", size[0], size[1]));
  }

  /** Every generated pixel of an image, over all its runs. */
  public static List<PixelSet> pixels(ImagePlus image) {
    List<PixelSet> sets = new ArrayList<>();
    for (ProvenanceEntry run : runs(image)) {
      sets.addAll(pixels(image, run));
    }
    return sets;
  }

  /**
   * Gives a larger image the record of a smaller one whose picture lies in it. Runs that do not fit
   * the smaller one, since it was cropped or scaled, stay as they are.
   *
   * @param x where the smaller one lies in the larger
   * @param y likewise
   * @throws BadInput if the record is damaged
   */
  public static void move(ImagePlus smaller, ImagePlus image, int x, int y) {
    check(smaller);
    List<ProvenanceEntry> runs = new ArrayList<>();
    for (ProvenanceEntry run : runs(smaller)) {
      runs.add(fits(smaller, run) ? run.moved(image.getWidth(), image.getHeight(), x, y) : run);
    }
    if (!runs.isEmpty()) {
      put(image, runs);
    }
  }
}
