package io.github.palimpsest.record;

import ij.ImagePlus;
import io.github.palimpsest.image.Plane;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the generated pixels that an image's record speaks of with those the image has now. The
 * cost follows the pixels asked about and what the model saw around them; of a virtual stack their
 * planes are loaded.
 */
public final class PixelCheck {
  /** So few may agree by chance. */
  private static final int FEW = 8;

  private final ImagePlus image;
  private final List<ProvenanceEntry> runs;
  private final List<List<PixelSet>> sets = new ArrayList<>();

  /**
   * Reads the record; compares nothing yet.
   *
   * @throws io.github.palimpsest.check.BadInput if it is damaged
   */
  public PixelCheck(ImagePlus image) {
    this.image = image;
    runs = Provenance.runs(image);
    for (ProvenanceEntry run : runs) {
      sets.add(Provenance.fits(image, run) ? Provenance.pixels(image, run) : new ArrayList<>());
    }
  }

  /** The recorded runs, oldest first. */
  public List<ProvenanceEntry> runs() {
    return runs;
  }

  /** Whether the image has the size that a run's record speaks of. */
  public boolean fits(int run) {
    return Provenance.fits(image, runs.get(run));
  }

  /** The generated pixels of one run; none where the image has another size. */
  public List<PixelSet> sets(int run) {
    return List.copyOf(sets.get(run));
  }

  /** The sets of the runs after one. */
  private List<PixelSet> later(int run) {
    List<PixelSet> later = new ArrayList<>();
    sets.subList(run + 1, sets.size()).forEach(later::addAll);
    return later;
  }

  /**
   * What has become of a set.
   *
   * @param run the run it belongs to, 0 for the oldest
   */
  public PixelState state(int run, PixelSet set) {
    PixelFingerprint mark = set.mark();
    if (mark == null || set.position() > image.getStackSize()) {
      return mark == null ? PixelState.UNKNOWN : PixelState.GONE;
    }
    if (mark.undone()) {
      return PixelState.UNDONE;
    }
    Plane plane = Plane.of(image, set.position());
    List<PixelSet> later = later(run);
    boolean inside = PixelFingerprint.inside(plane, set, later).equals(mark.inside());
    boolean around = PixelFingerprint.around(plane, set, mark.box(), later).equals(mark.around());
    if (inside && around) {
      return PixelState.UNCHANGED;
    }
    boolean whole = set.size() == plane.width() * plane.height();
    if (inside && (whole || set.size() >= FEW)) {
      return PixelState.AROUND_EDITED;
    }
    if (!inside && undone(run, plane, set)) {
      return PixelState.UNDONE;
    }
    boolean placed = around && !mark.around().isEmpty();
    return placed || whole ? PixelState.EDITED : PixelState.GONE;
  }

  /**
   * Whether another image holds what was around a set; true where nothing tells.
   *
   * @param set at the position in that image
   */
  public boolean aroundHolds(ImagePlus other, PixelSet set) {
    PixelFingerprint mark = set.mark();
    if (mark == null || mark.around().isEmpty()) {
      return true;
    }
    Plane plane = Plane.of(other, set.position());
    return PixelFingerprint.around(plane, set, mark.box(), List.of()).equals(mark.around());
  }

  /** Whether the model would see now, where a set lies, what it saw before the run. */
  private boolean undone(int run, Plane plane, PixelSet set) {
    Rectangle canvas = new Rectangle(plane.width(), plane.height());
    for (ProvenanceEntry.SeenPart seen : runs.get(run).seen(plane.position(), canvas)) {
      if (seen.part().contains(set.bounds())
          && SourceHash.of(plane, seen.part()).equals(seen.sha256())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The record as it must be once other pixels are repainted: marks of older runs that hold are
   * renewed over what will be left of them, those that do not hold stay as they are, for ever.
   */
  final class Renewal {
    private final List<PixelSet> added;
    private final boolean[][] inside = new boolean[sets.size()][];
    private final boolean[][] around = new boolean[sets.size()][];

    /** To be made before the pixels are written. */
    Renewal(List<PixelSet> added) {
      this.added = added;
      for (int r = 0; r < sets.size(); r++) {
        List<PixelSet> now = sets.get(r);
        inside[r] = new boolean[now.size()];
        around[r] = new boolean[now.size()];
        for (int i = 0; i < now.size(); i++) {
          look(r, i, now.get(i));
        }
      }
    }

    private void look(int r, int i, PixelSet set) {
      PixelFingerprint mark = set.mark();
      if (mark == null || mark.undone() || !touched(set)) {
        return;
      }
      Plane plane = Plane.of(image, set.position());
      List<PixelSet> later = later(r);
      inside[r][i] = PixelFingerprint.inside(plane, set, later).equals(mark.inside());
      around[r][i] = PixelFingerprint.around(plane, set, mark.box(), later).equals(mark.around());
      if (!inside[r][i] && undone(r, plane, set)) {
        sets.get(r).set(i, set.with(mark.taken()));
        around[r][i] = false;
      }
    }

    private boolean touched(PixelSet set) {
      return added.stream()
          .anyMatch(
              a ->
                  a.position() == set.position()
                      && (a.bounds().intersects(set.bounds())
                          || a.bounds().intersects(set.mark().box())));
    }

    /** The runs with renewed marks; to be asked for when the pixels have been written. */
    List<ProvenanceEntry> runs() {
      List<ProvenanceEntry> renewed = new ArrayList<>();
      for (int r = 0; r < sets.size(); r++) {
        List<PixelSet> now = sets.get(r);
        List<PixelSet> later = later(r);
        later.addAll(added);
        boolean changed = false;
        for (int i = 0; i < now.size(); i++) {
          PixelSet set = now.get(i);
          boolean marked = set.mark() != null && set.mark().undone();
          if (inside[r][i] || around[r][i]) {
            now.set(i, set.with(renewed(set, later, inside[r][i], around[r][i])));
          }
          changed |= marked || inside[r][i] || around[r][i];
        }
        renewed.add(changed ? runs.get(r).withPixels(now) : runs.get(r));
      }
      return renewed;
    }

    private PixelFingerprint renewed(PixelSet set, List<PixelSet> later, boolean in, boolean out) {
      Plane plane = Plane.of(image, set.position());
      PixelFingerprint old = set.mark();
      return new PixelFingerprint(
          in ? PixelFingerprint.inside(plane, set, later) : old.inside(),
          old.box(),
          out ? PixelFingerprint.around(plane, set, old.box(), later) : old.around(),
          false);
    }
  }
}
