package io.github.palimpsest.image;

import ij.ImagePlus;
import ij.Undo;
import ij.process.ImageProcessor;
import io.github.palimpsest.check.BadInput;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** {@code output=Replace}: writes into an image so that {@code Edit ▸ Undo} restores it. */
public final class InPlaceEdit {
  private InPlaceEdit() {}

  /**
   * Throws if {@code imp} cannot be written in place; call before a long run.
   *
   * @throws BadInput for virtual stacks
   */
  public static void check(ImagePlus imp) {
    Plane.of(imp, 1).requireWritable();
  }

  /** An image that nobody else may write in; see {@link #lock}. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes an image for writing as ImageJ's own commands do, until it is closed.
   *
   * @throws BadInput if another command has it
   */
  public static Held lock(ImagePlus imp) {
    if (imp.isLocked() && !imp.isLockedByAnotherThread()) {
      // the caller's own lock, which stays when this ends
      return () -> {};
    }
    if (!imp.lockSilently()) {
      throw BadInput.of(
          "The image (%s) must not be in use by another command; wait until that has ended.",
          imp.getTitle());
    }
    return imp::unlock;
  }

  /**
   * Writes all edits as one undoable step and repaints. The cost follows the rectangles, not the
   * image. Nothing is written unless everything can be, its record included.
   *
   * <p>As always in ImageJ, Undo works until the slice is changed or another filter has run. The
   * pixel arrays of the image stay the same objects; its processor is exchanged.
   *
   * @param record keeps what was done, once the pixels are written; if it throws, they are put back
   * @throws BadInput for virtual stacks
   */
  public static void write(ImagePlus imp, List<PlaneEdit> edits, Runnable record) {
    List<Plane> planes = new ArrayList<>();
    for (PlaneEdit edit : edits) {
      Plane plane = Plane.of(imp, edit.position());
      plane.requireWritable();
      planes.add(plane);
    }
    requireShape(imp, planes, edits);
    BeforePicture seen = imp.getWindow() == null ? null : seen(imp, planes, edits);
    SavedPixels before = new SavedPixels();
    for (int i = 0; i < edits.size(); i++) {
      before.save(planes.get(i).array(), imp.getWidth(), edits.get(i).rectangle());
    }
    armUndo(imp, before);
    try {
      for (int i = 0; i < edits.size(); i++) {
        planes.get(i).write(edits.get(i).rectangle(), edits.get(i).values(), edits.get(i).mask());
      }
      record.run();
    } catch (RuntimeException | Error e) {
      before.putBack();
      Undo.reset();
      throw e;
    }
    if (seen != null) {
      seen.note(imp);
    }
    imp.changes = true;
    imp.updateAndDraw();
  }

  /** What the image shows before the edits, to be compared with; for who looks at it. */
  private static BeforePicture seen(ImagePlus imp, List<Plane> planes, List<PlaneEdit> edits) {
    List<PlaneEdit> originals = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      PlaneEdit edit = edits.get(i);
      float[][] values = planes.get(i).read(edit.rectangle());
      originals.add(new PlaneEdit(edit.position(), edit.rectangle(), values, edit.mask()));
    }
    return BeforePicture.of(originals, imp);
  }

  private static void requireShape(ImagePlus imp, List<Plane> planes, List<PlaneEdit> edits) {
    for (int i = 0; i < edits.size(); i++) {
      Plane plane = planes.get(i);
      Rectangle canvas = new Rectangle(plane.width(), plane.height());
      if (!canvas.contains(edits.get(i).rectangle())
          || edits.get(i).values().length != plane.channels()) {
        throw BadInput.of(
            "The image (%s) must have the shape and type it had when the run began; undo what"
                + " changed it, or use output=New.",
            imp.getTitle());
      }
    }
  }

  private static void armUndo(ImagePlus imp, SavedPixels patches) {
    ImageProcessor ip = imp.getProcessor();
    ImageProcessor patched = patched(imp, ip, patches);
    if (patched == null) {
      ip.snapshot();
    } else {
      imp.setProcessor(patched);
    }
    Undo.setup(Undo.FILTER, imp);
  }

  /**
   * Null where a plain snapshot is the safer way: thresholded images, whose threshold lives in the
   * processor; indexed colour, whose image type ImageJ would change; processors of other classes.
   */
  private static ImageProcessor patched(ImagePlus imp, ImageProcessor ip, SavedPixels patches) {
    if (ip.isThreshold() || imp.getType() == ImagePlus.COLOR_256) {
      return null;
    }
    return UndoableProcessors.of(ip, patches);
  }
}
