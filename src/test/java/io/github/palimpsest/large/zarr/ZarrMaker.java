package io.github.palimpsest.large.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Makes OME-Zarr images of any size, of NGFF 0.4, compressed by zstd. */
final class ZarrMaker {
  private ZarrMaker() {}

  /**
   * Makes an image.
   *
   * @param axes such as {@code czyx}
   * @param dtype such as {@code <u2}
   * @param shapes of its levels, largest first; smaller ones are made by {@code method}
   * @param value of each element of the largest
   */
  static Path image(
      Path folder,
      String axes,
      String dtype,
      int[] chunk,
      long[][] shapes,
      Downsampling method,
      ToDoubleFunction<long[]> value)
      throws IOException {
    List<String> datasets = new ArrayList<>();
    ZarrArray above = null;
    for (int level = 0; level < shapes.length; level++) {
      datasets.add("{\"path\":\"" + level + "\"}");
      ZarrArray array = array(folder.resolve("" + level), dtype, chunk, shapes[level]);
      int[] size = LongStream.of(shapes[level]).mapToInt(Math::toIntExact).toArray();
      Box all = new Box(new long[size.length], size);
      float[] values = new float[all.elements()];
      if (above == null) {
        int[] i = new int[1];
        all.forEach(at -> values[i[0]++] = (float) value.applyAsDouble(at));
      } else {
        float[] made = new Scaling(shapes[level - 1], shapes[level]).make(above, all, method);
        System.arraycopy(made, 0, values, 0, made.length);
      }
      new Values(all, all.steps(), values, null).writeTo(array, box -> {});
      above = array;
    }
    group(folder, axes, datasets);
    return folder;
  }

  /** Describes an image of these levels. */
  static void group(Path folder, String axes, List<String> datasets) throws IOException {
    String named =
        axes.chars()
            .mapToObj(a -> "{\"name\":\"" + (char) a + "\"}")
            .collect(Collectors.joining(","));
    Files.writeString(folder.resolve(".zgroup"), "{\"zarr_format\":2}");
    Files.writeString(
        folder.resolve(".zattrs"),
        "{\"multiscales\":[{\"version\":\"0.4\",\"axes\":["
            + named
            + "],\"datasets\":"
            + datasets
            + "}]}");
  }

  /** An array without a chunk. */
  static ZarrArray array(Path folder, String dtype, int[] chunk, long[] shape) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> header = new HashMap<>();
    header.put("\"shape\"", Arrays.toString(shape));
    header.put("\"chunks\"", Arrays.toString(chunk));
    header.put("\"dtype\"", "\"" + dtype + "\"");
    header.put("\"compressor\"", "{\"id\":\"zstd\",\"level\":1}");
    header.put("\"fill_value\"", "0");
    header.put("\"order\"", "\"C\"");
    header.put("\"filters\"", "null");
    header.put("\"dimension_separator\"", "\"/\"");
    header.put("\"zarr_format\"", "2");
    Files.writeString(folder.resolve(".zarray"), header.toString().replace("\"=", "\":"));
    return ZarrArray.open(folder, ZarrArray.Reading.PIXELS);
  }
}
