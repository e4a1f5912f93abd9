package io.github.palimpsest.candidates;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.BeforePicture;
import io.github.palimpsest.image.InPlaceEdit;
import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.image.PlanePositions;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.record.PixelSet;
import io.github.palimpsest.record.Provenance;
import io.github.palimpsest.record.ProvenanceEntry;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.stack.CandidateLabel;
import io.github.palimpsest.stack.StackCloser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The samples of one run, one frame each of its result stack, and the image they were made for. The
 * image is touched, and locked, by {@link #accept} alone and for as long as that writes.
 *
 * <p>For one thread at a time; the event thread where the stack has a window. Candidates are
 * counted from 0 and move up when one before them is discarded.
 */
public final class Candidates {
  private final ImagePlus source;
  private final ImagePlus stack;
  private final int planes;

  /** The image as it was where candidates differ, taken at the beginning. */
  private final List<PlaneEdit> originals = new ArrayList<>();

  private ImageRoi before;
  private boolean gone;

  private Candidates(ImagePlus source, ImagePlus stack) {
    this.source = source;
    this.stack = stack;
    planes = source.getStackSize();
    for (PixelSet set : sets(0)) {
      originals.add(set.edit(source));
    }
  }

  /** Whether a result is a stack of candidates of an image. */
  public static boolean fit(ImagePlus source, ImagePlus result) {
    return result.getNFrames() > 1 && whole(source, result);
  }

  /** Of a stopped run one alone may be left. */
  private static boolean whole(ImagePlus source, ImagePlus result) {
    List<ProvenanceEntry> runs = Provenance.runs(result);
    int seeds = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).seeds();
    return seeds == result.getNFrames()
        && result.getWidth() == source.getWidth()
        && result.getHeight() == source.getHeight()
        && result.getStackSize() == result.getNFrames() * source.getStackSize();
  }

  /**
   * Takes the stack in hand.
   *
   * @param source what was repainted
   * @param result a stack with one frame a sample, as {@code samples=} leaves it
   * @throws BadInput if it is none
   */
  public static Candidates of(ImagePlus source, ImagePlus result) {
    if (!whole(source, result)) {
      throw BadInput.of(
          "'%s' must be the result of a run on '%s' with samples above 1.",
          result.getTitle(), source.getTitle());
    }
    Candidates candidates = new Candidates(source, result);
    candidates.requireWhole();
    return candidates;
  }

  /** Refuses a record that lacks what any candidate is asked for later. */
  private void requireWhole() {
    ProvenanceEntry run = run();
    run.requireSamples(count());
    for (int i = 0; i < count(); i++) {
      if (sets(i).isEmpty()) {
        throw run.damaged("pixels");
      }
    }
  }

  /** The image they were made for. */
  public ImagePlus source() {
    return source;
  }

  /** The stack, which belongs to the user. */
  public ImagePlus stack() {
    return stack;
  }

  /** Number of candidates left. */
  public int count() {
    return gone || stack.getProcessor() == null ? 0 : stack.getStackSize() / planes;
  }

  private ProvenanceEntry run() {
    List<ProvenanceEntry> runs = Provenance.runs(stack);
    return runs.get(runs.size() - 1);
  }

  private List<PixelSet> sets(int i) {
    return Provenance.pixels(stack, run()).stream()
        .filter(s -> (s.position() - 1) / planes == i)
        .toList();
  }

  /** Seed, seam score and time of a candidate, where its label tells. */
  public Optional<CandidateLabel> label(int i) {
    return CandidateLabel.parse(stack.getStack().getSliceLabel(sets(i).get(0).position()));
  }

  /** Its seed, all 64 bits. */
  public long seed(int i) {
    return run().seed(i);
  }

  /** The generated pixels of a candidate, in the stack's positions. */
  public List<PlaneEdit> edits(int i) {
    return sets(i).stream().map(set -> set.edit(stack)).toList();
  }

  /** The one that the stack shows. */
  public int shown() {
    return (PlanePositions.current(stack).position() - 1) / planes;
  }

  /** Turns the stack to a candidate; beyond the first and last it stays. */
  public void show(int i) {
    int to = Math.max(0, Math.min(count() - 1, i));
    boolean compared = comparing();
    if (compared) {
      compare(false);
    }
    if (to != shown()) {
      stack.setPosition(
          stack.getStackSize() == 1
              ? 1
              : to * planes + (PlanePositions.current(stack).position() - 1) % planes + 1);
    }
    if (compared) {
      compare(true);
    }
  }

  /** Whether the image as it was lies over the stack. */
  public boolean comparing() {
    return before != null;
  }

  /** Lays the image as it was over the candidate shown, or takes it away. */
  public void compare(boolean on) {
    int position = PlanePositions.current(stack).position();
    ImageRoi next = on ? BeforePicture.of(originals, source).of(stack, position) : null;
    PreviewOverlay.show(stack, before, next);
    before = next;
  }

  /**
   * Writes a candidate into the image, which Undo takes back, with its record and the mask of its
   * pixels.
   *
   * @return the values that give the same by a plain run
   * @throws BadInput if the image is closed, in use, of another shape or cannot be written
   */
  public Request accept(int i) {
    if (source.getProcessor() == null) {
      throw BadInput.of(
          "The image (%s) must be open to take a candidate; open it, or keep the stack.",
          source.getTitle());
    }
    if (source.getWidth() != stack.getWidth()
        || source.getHeight() != stack.getHeight()
        || source.getStackSize() != planes
        || source.getBitDepth() != stack.getBitDepth()) {
      throw BadInput.of(
          "The image (%s) must have the shape and type it had when the candidates were made; undo"
              + " what changed it.",
          source.getTitle());
    }
    InPlaceEdit.check(source);
    PlacementCheck.require(source, stack, planes, i, originals);
    try (InPlaceEdit.Held held = InPlaceEdit.lock(source)) {
      List<PlaneEdit> edits = new ArrayList<>();
      List<PixelSet> pixels = new ArrayList<>();
      for (PixelSet set : sets(i)) {
        int position = (set.position() - 1) % planes + 1;
        PlaneEdit own = set.edit(stack);
        edits.add(new PlaneEdit(position, own.rectangle(), own.values(), own.mask()));
        pixels.add(set.at(position));
      }
      ProvenanceEntry entry = run().sample(i);
      Request request = entry.request();
      InPlaceEdit.write(source, edits, Provenance.add(source, entry, pixels)::write);
      return request;
    }
  }

  /** Takes a candidate out of the stack; the last one closes it. */
  public void discard(int i) {
    if (count() == 1) {
      discardAll();
      return;
    }
    compare(false);
    List<ProvenanceEntry> runs = Provenance.runs(stack);
    for (int r = 0; r < runs.size(); r++) {
      runs.set(r, without(runs.get(r), i));
    }
    runs.set(runs.size() - 1, runs.get(runs.size() - 1).withoutSample(i));
    int shown = shown();
    remove(i);
    Provenance.put(stack, runs);
    show(shown > i ? shown - 1 : Math.min(shown, count() - 1));
  }

  /** A run as it is recorded in the stack without one candidate. */
  private ProvenanceEntry without(ProvenanceEntry run, int i) {
    List<PixelSet> kept = new ArrayList<>();
    for (PixelSet set : Provenance.pixels(stack, run)) {
      int frame = (set.position() - 1) / planes;
      if (frame != i) {
        kept.add(frame > i ? set.at(set.position() - planes) : set);
      }
    }
    return run.hasPixels() ? run.withPixels(kept) : run;
  }

  private void remove(int i) {
    ImageStack old = stack.getStack();
    ImageStack left = new ImageStack(stack.getWidth(), stack.getHeight());
    left.setColorModel(old.getColorModel());
    for (int p = 1; p <= old.size(); p++) {
      if ((p - 1) / planes != i) {
        left.addSlice(old.getSliceLabel(p), old.getPixels(p));
      }
    }
    double min = stack.getDisplayRangeMin();
    double max = stack.getDisplayRangeMax();
    stack.setStack(left, stack.getNChannels(), stack.getNSlices(), count() - 1);
    if (!stack.isComposite() && stack.getBitDepth() != 24) {
      stack.setDisplayRange(min, max);
    }
    stack.changes = true;
  }

  /** Closes the stack; nothing was ever written. */
  public void discardAll() {
    gone = true;
    StackCloser.close(stack);
  }
}
