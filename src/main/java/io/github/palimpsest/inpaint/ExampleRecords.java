package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.inpaint.input.Example;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.record.ExampleRecord;
import io.github.palimpsest.record.RunRecord.Learnt;
import io.github.palimpsest.record.SourceHash;
import io.github.palimpsest.record.TargetRecord;
import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** What a model of the user's image copies from, to records and back. */
final class ExampleRecords {
  private ExampleRecords() {}

  /** The record of all examples of a plane; null for none. */
  static List<ExampleRecord> of(PlaneInput input) {
    List<ExampleRecord> records = new ArrayList<>();
    for (Example e : input.examples()) {
      boolean context = records.isEmpty() && !input.blank();
      records.add(
          ExampleRecord.of(
              e.image(),
              e.position(),
              e.area(),
              context ? null : e.values(),
              e.excluded(),
              e.words()));
    }
    return records.isEmpty() ? null : records;
  }

  /** What the provenance tells of them, over all planes of a run; null for nothing. */
  static List<Learnt> learnt(List<PlaneInput> inputs) {
    List<Learnt> all = new ArrayList<>();
    for (PlaneInput input : inputs) {
      for (Example e : input.examples()) {
        Rectangle canvas = new Rectangle(input.crop().canvasWidth(), input.crop().canvasHeight());
        Rectangle area = input.blank() ? e.area() : e.area().intersection(canvas);
        Learnt learnt = new Learnt(e.image(), e.position(), area, List.copyOf(e.words().keySet()));
        if (!all.contains(learnt)) {
          all.add(learnt);
        }
      }
    }
    return all.isEmpty() ? null : all;
  }

  /**
   * The examples of a record.
   *
   * @param image the source, which has the pixels that a log leaves out
   * @param source raw values of the context
   * @param dx where the recorded canvas lies on the planes
   * @param dy likewise
   * @throws BadInput if the record is damaged, or the image has other pixels now
   */
  static List<Example> read(
      TargetRecord target, ImagePlus image, Crop crop, float[][] source, int dx, int dy) {
    List<Example> examples = new ArrayList<>();
    for (ExampleRecord e :
        target.examples() == null ? List.<ExampleRecord>of() : target.examples()) {
      Rectangle area = new Rectangle(e.area());
      area.translate(dx, dy);
      boolean context = examples.isEmpty() && !target.blank();
      if (context && !area.equals(crop.context())) {
        throw e.damaged("area");
      } else if (!context) {
        e.requireSize();
      }
      float[][] values =
          context
              ? source
              : e.values() != null ? e.recordedValues(source.length) : reread(e, target, image);
      examples.add(
          new Example(e.image(), e.position(), area, values, e.excludedPixels(), e.wordPixels()));
    }
    return examples;
  }

  private static float[][] reread(ExampleRecord e, TargetRecord target, ImagePlus image) {
    List<Integer> positions =
        target.positions().stream().map(p -> p - target.position() + e.position()).toList();
    boolean there =
        new Rectangle(image.getWidth(), image.getHeight()).contains(e.area())
            && positions.get(positions.size() - 1) <= image.getStackSize();
    float[][] values = there ? Planes.of(image, positions).read(e.area()) : null;
    if (!there || !SourceHash.of(values).equals(e.sha256())) {
      throw BadInput.of(
          "The image (%s) is no longer what the model learnt from at plane %d, x=%d y=%d, %d x %d:"
              + " open it as it was then.",
          image.getTitle(), e.position(), e.area().x, e.area().y, e.area().width, e.area().height);
    }
    return values;
  }
}
