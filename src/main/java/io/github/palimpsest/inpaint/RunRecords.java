package io.github.palimpsest.inpaint;

import ij.IJ;
import ij.ImagePlus;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.PlaneInput;
import io.github.palimpsest.inpaint.sampler.ResolvedRequest;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.record.FloatText;
import io.github.palimpsest.record.JoinedRecord;
import io.github.palimpsest.record.MaskRecord;
import io.github.palimpsest.record.ModelRecord;
import io.github.palimpsest.record.RegionRecord;
import io.github.palimpsest.record.ResumeRecord;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.record.SourceHash;
import io.github.palimpsest.record.TargetRecord;
import io.github.palimpsest.record.UnitsRecord;
import io.github.palimpsest.request.Param;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The records that runs leave, made from what they work with. */
public final class RunRecords {
  /** Digits of the build behind the version in ImageJ's full version, such as 1.54p99. */
  private static final int BUILD_DIGITS = 2;

  private RunRecords() {}

  /** The record of a run that makes a new image. */
  public static RunRecord generated(
      String command, ResolvedRequest resolved, int samples, PlaneInput input) {
    return run(command, resolved, samples, null, null, null, ExampleRecords.learnt(List.of(input)));
  }

  /**
   * The record of a run that repaints an image.
   *
   * @param rois outlines of the mask, see {@link MaskedPlane#outlines(List)}
   */
  public static RunRecord inpainted(
      String command,
      ResolvedRequest resolved,
      int samples,
      ImagePlus image,
      List<String> rois,
      List<PlaneInput> inputs) {
    RunRecord.Source source =
        new RunRecord.Source(
            image.getTitle(), image.getWidth(), image.getHeight(), image.getBitDepth());
    List<RunRecord.SeenPlane> planes = new ArrayList<>();
    for (PlaneInput input : inputs) {
      for (int p = 0; p < input.planes().all().size(); p++) {
        planes.add(seen(input, p));
      }
    }
    return run(command, resolved, samples, source, rois, planes, ExampleRecords.learnt(inputs));
  }

  /**
   * The record of a run on planes of an image under a mask without outlines.
   *
   * @param planes what was seen of them
   */
  public static RunRecord of(
      String command,
      ResolvedRequest resolved,
      RunRecord.Source source,
      List<RunRecord.SeenPlane> planes) {
    int samples = resolved.request().integer(Param.SAMPLES, 1);
    return run(command, resolved, samples, source, List.of(), planes, null);
  }

  private static RunRecord run(
      String command,
      ResolvedRequest resolved,
      int samples,
      RunRecord.Source source,
      List<String> rois,
      List<RunRecord.SeenPlane> planes,
      List<RunRecord.Learnt> learnt) {
    long seed = resolved.request().seed();
    return new RunRecord(
        command,
        resolved.recorded(source != null),
        model(resolved),
        new RunRecord.Settings(
            resolved.schedulerName(),
            resolved.steps(),
            resolved.strength(),
            resolved.guidance().scale(),
            resolved.method()),
        LongStream.range(0, samples).mapToObj(k -> seed + k).toList(),
        List.of(),
        software(),
        resolved.loaded().device(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        source,
        rois,
        planes,
        learnt);
  }

  private static ModelRecord model(ResolvedRequest resolved) {
    String licence = resolved.model().card().licence();
    return new ModelRecord(
        resolved.model().name(),
        licence.isEmpty() ? null : licence,
        resolved.loaded().rewriter(),
        resolved.model().sha256());
  }

  private static Map<String, String> software() {
    Map<String, String> versions = new LinkedHashMap<>();
    String own = RunRecords.class.getPackage().getImplementationVersion();
    versions.put("palimpsest", own == null ? "development" : own);
    versions.put("onnxruntime", OnnxModels.runtimeVersion());
    versions.put("imagej", imagej());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  /**
   * Of ImageJ itself, so that records are the same in Fiji, whose own version IJ.getVersion tells.
   */
  private static String imagej() {
    String full = IJ.getFullVersion();
    return full.substring(0, full.length() - BUILD_DIGITS);
  }

  private static RunRecord.SeenPlane seen(PlaneInput input, int plane) {
    double[] range = range(input, plane);
    Units units = input.units();
    double[] calibrated = {units.toCalibrated(range[0]), units.toCalibrated(range[1])};
    return new RunRecord.SeenPlane(
        input.planes().positions().get(plane),
        SourceHash.of(input.planes().of(plane, input.visible())),
        input.crop().context(),
        range,
        units.raw() ? null : calibrated);
  }

  private static double[] range(PlaneInput input, int plane) {
    IntensityRange range = input.range(plane);
    return new double[] {range.min(), range.max()};
  }

  /**
   * How a command's runs began, for their stacks.
   *
   * @param run what they tell of themselves
   * @param hooked whether a hook saw them
   * @param planes what they repaint
   * @param samples of each plane; sample k has {@code seed} + k
   */
  public static ResumeRecord resume(
      RunRecord run,
      boolean hooked,
      ResolvedRequest resolved,
      List<PlaneInput> planes,
      int samples,
      long seed) {
    List<ResumeRecord.Run> runs = new ArrayList<>();
    for (int k = 0; k < samples; k++) {
      for (int p = 0; p < planes.size(); p++) {
        runs.add(new ResumeRecord.Run(p, seed + k));
      }
    }
    return new ResumeRecord(
        run.command(),
        run.source() == null ? GenerateRun.TITLE : run.source().title(),
        resolved.recorded(run.source() != null),
        run.model(),
        run.settings(),
        hooked,
        PlaneInput.frame(planes),
        planes.stream().map(RunRecords::target).toList(),
        runs,
        run.rois() == null ? List.of() : run.rois(),
        List.of());
  }

  private static TargetRecord target(PlaneInput plane) {
    float[][] visible = plane.blank() ? new float[0][] : plane.visible();
    List<Integer> positions = plane.planes().positions();
    List<JoinedRecord> joined = new ArrayList<>();
    for (int p = 1; p < positions.size(); p++) {
      joined.add(new JoinedRecord(positions.get(p), range(plane, p)));
    }
    return new TargetRecord(
        positions.get(0),
        plane.planes().type().bitDepth(),
        new int[] {plane.crop().canvasWidth(), plane.crop().canvasHeight()},
        plane.crop().context(),
        range(plane, 0),
        joined.isEmpty() ? null : joined,
        UnitsRecord.of(plane.units()),
        plane.blank(),
        plane.blank() ? null : SourceHash.of(visible),
        MaskRecord.of(plane.mask()),
        regions(plane),
        ControlRecords.of(plane),
        Arrays.stream(visible).map(FloatText::of).toList(),
        ExampleRecords.of(plane));
  }

  /** The record of the regions. */
  public static List<RegionRecord> regions(PlaneInput plane) {
    return plane.regions().stream().map(RegionRecord::of).toList();
  }
}
