package io.github.palimpsest.large.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.measure.Calibration;
import io.github.palimpsest.check.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What OME-NGFF says of an image: its axes, and the arrays that show it in several sizes.
 *
 * @param axes of each dimension
 * @param levels paths of the arrays, largest first
 * @param scale of each dimension of the largest, in units of its axis
 * @param translation of its first element, likewise
 */
record Multiscale(Axes axes, List<String> levels, double[] scale, double[] translation) {
  /**
   * The first multiscale image of a group.
   *
   * @param ome metadata of the group
   */
  static Multiscale of(JsonObject ome) {
    JsonObject first = ome.getAsJsonArray("multiscales").get(0).getAsJsonObject();
    Axes axes = Axes.of(first.get("axes"));
    List<String> levels = new ArrayList<>();
    JsonArray datasets = first.getAsJsonArray("datasets");
    for (JsonElement dataset : datasets) {
      levels.add(dataset.getAsJsonObject().get("path").getAsString());
    }
    if (levels.isEmpty()) {
      throw new BadInput("its multiscales have no datasets");
    }
    double[] scale = new double[axes.count()];
    double[] translation = new double[axes.count()];
    Arrays.fill(scale, 1);
    transform(datasets.get(0).getAsJsonObject(), scale, translation);
    transform(first, scale, translation);
    return new Multiscale(axes, levels, scale, translation);
  }

  /** An array that is an image by itself. */
  static Multiscale single(Axes axes) {
    double[] scale = new double[axes.count()];
    Arrays.fill(scale, 1);
    return new Multiscale(axes, List.of(""), scale, new double[axes.count()]);
  }

  /** Applies the transformations that an object names, in their order. */
  private static void transform(JsonObject of, double[] scale, double[] translation) {
    JsonElement all = of.get("coordinateTransformations");
    if (all == null || all.isJsonNull()) {
      return;
    }
    for (JsonElement one : all.getAsJsonArray()) {
      JsonElement scales = one.getAsJsonObject().get("scale");
      JsonElement shifts = one.getAsJsonObject().get("translation");
      for (int d = 0; d < scale.length; d++) {
        if (scales != null) {
          scale[d] *= scales.getAsJsonArray().get(d).getAsDouble();
          translation[d] *= scales.getAsJsonArray().get(d).getAsDouble();
        }
        if (shifts != null) {
          translation[d] += shifts.getAsJsonArray().get(d).getAsDouble();
        }
      }
    }
  }

  /** Pixel sizes, the distance of frames and the origin, in ImageJ's words. */
  Calibration calibration() {
    Calibration calibration = new Calibration();
    int x = axes.x();
    int y = axes.y();
    int z = axes.z();
    int t = axes.t();
    if (axes.unit(x) != null) {
      calibration.setUnit(axes.unit(x));
    }
    calibration.pixelWidth = scale[x];
    calibration.pixelHeight = scale[y];
    calibration.xOrigin = origin(x);
    calibration.yOrigin = origin(y);
    if (axes.unit(y) != null && !axes.unit(y).equals(axes.unit(x))) {
      calibration.setYUnit(axes.unit(y));
    }
    if (z >= 0) {
      calibration.pixelDepth = scale[z];
      calibration.zOrigin = origin(z);
      if (axes.unit(z) != null && !axes.unit(z).equals(axes.unit(x))) {
        calibration.setZUnit(axes.unit(z));
      }
    }
    if (t >= 0 && axes.unit(t) != null) {
      calibration.frameInterval = scale[t];
      calibration.setTimeUnit(axes.unit(t));
    }
    return calibration;
  }

  private double origin(int d) {
    return translation[d] == 0 || scale[d] == 0 ? 0 : -translation[d] / scale[d];
  }
}
