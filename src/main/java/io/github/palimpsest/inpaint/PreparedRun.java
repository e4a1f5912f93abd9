package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.control.ControlValues;
import io.github.palimpsest.inpaint.input.Example;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.inpaint.sampler.StepCosts;
import io.github.palimpsest.request.Request;
import java.util.Arrays;
import java.util.List;

/**
 * A run ready to be sampled: all that decides its pixels, read from the image, its ROIs, the maps
 * and the request at one moment. Immutable; two are equal if they would give the same picture of
 * the same image: by value, never by identity or time.
 */
public final class PreparedRun {
  final ImagePlus image;
  final Request request;
  final PlaneInput input;
  final ResolvedRequest resolved;

  /** Outlines of the mask for the record; not compared. */
  final List<String> outlines;

  PreparedRun(
      ImagePlus image,
      Request request,
      PlaneInput input,
      ResolvedRequest resolved,
      List<String> outlines) {
    this.image = image;
    this.request = request;
    this.input = input;
    this.resolved = resolved;
    this.outlines = outlines;
  }

  /** The values of the run. */
  public Request request() {
    return request;
  }

  /** Pixels that the networks work on, times scheduler steps, times networks a step. */
  public long work() {
    return StepCosts.work(input, resolved);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PreparedRun d
        && d.image == image
        && d.request.equals(request)
        && same(d.input, input);
  }

  private static boolean same(PlaneInput a, PlaneInput b) {
    return a.planes().positions().equals(b.planes().positions())
        && a.crop().equals(b.crop())
        && a.ranges().equals(b.ranges())
        && Arrays.equals(a.weights(), b.weights())
        && Arrays.deepEquals(a.source(), b.source())
        && a.mask().equals(b.mask())
        && a.regions().equals(b.regions())
        && sameMaps(a.controls(), b.controls())
        && sameExamples(a.examples(), b.examples());
  }

  private static boolean sameMaps(List<ControlValues> a, List<ControlValues> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same =
          a.get(i).net() == b.get(i).net()
              && Arrays.equals(a.get(i).values(), b.get(i).values())
              && Arrays.deepEquals(a.get(i).examples().toArray(), b.get(i).examples().toArray());
    }
    return same;
  }

  private static boolean sameExamples(List<Example> a, List<Example> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = a.get(i).same(b.get(i));
    }
    return same;
  }

  @Override
  public int hashCode() {
    return 31 * request.hashCode() + input.crop().hashCode();
  }
}
