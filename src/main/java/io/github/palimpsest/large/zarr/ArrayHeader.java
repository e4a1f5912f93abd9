package io.github.palimpsest.large.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.StreamSupport;

/**
 * What the metadata of an array say, of either version of Zarr.
 *
 * @param grid of the smallest parts that are decoded by themselves
 * @param codec of these
 * @param store where they are
 * @param fill value of what is not stored; null for 0
 */
record ArrayHeader(Grid grid, ChunkCodec codec, ChunkStore store, JsonElement fill) {
  /**
   * The header of an array.
   *
   * @throws BadInput if it uses what cannot be read; the sentence begins with "its"
   * @throws IOException if its parts do not fit each other
   */
  static ArrayHeader of(ZarrNode node) throws IOException {
    return node.version() == 2 ? v2(node.folder(), node.array()) : v3(node.folder(), node.array());
  }

  private static ArrayHeader v2(Path folder, JsonObject array) {
    if (!array.get("dtype").isJsonPrimitive()) {
      throw new BadInput("its data type has several fields");
    }
    String dtype = array.get("dtype").getAsString();
    ElementType type = ElementType.numpy(dtype);
    JsonElement filters = array.get("filters");
    if (filters != null && filters.isJsonArray() && !filters.getAsJsonArray().isEmpty()) {
      throw new BadInput("its filters (" + filters + ") must be none");
    }
    Grid grid = new Grid(longs(array.get("shape")), ints(array.get("chunks")));
    JsonElement compressor = array.get("compressor");
    List<Compressor> compressors = new ArrayList<>();
    if (compressor != null && !compressor.isJsonNull()) {
      JsonObject values = compressor.getAsJsonObject();
      compressors.add(Compressor.of(values.get("id").getAsString(), values, type.size()));
    }
    boolean fortran = array.has("order") && "F".equals(array.get("order").getAsString());
    ByteOrder bytes = dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    JsonElement separator = array.get("dimension_separator");
    String between = separator == null || separator.isJsonNull() ? "." : separator.getAsString();
    return new ArrayHeader(
        grid,
        new ChunkCodec(
            grid.chunk(), type, bytes, fortran ? reversed(grid.dimensions()) : null, compressors),
        new ChunkFiles(files(folder, grid, "", between)),
        array.get("fill_value"));
  }

  private static ArrayHeader v3(Path folder, JsonObject array) throws IOException {
    ElementType type =
        array.get("data_type").isJsonPrimitive()
            ? ElementType.named(array.get("data_type").getAsString())
            : ElementType.named(array.get("data_type").toString());
    if (!"regular".equals(name(array.get("chunk_grid")))) {
      throw new BadInput("its chunk grid (" + name(array.get("chunk_grid")) + ") must be regular");
    }
    JsonElement transformers = array.get("storage_transformers");
    if (transformers != null && !transformers.getAsJsonArray().isEmpty()) {
      throw new BadInput("its storage transformers (" + transformers + ") must be none");
    }
    Grid outer =
        new Grid(
            longs(array.get("shape")), ints(values(array.get("chunk_grid")).get("chunk_shape")));
    JsonElement encoding = array.get("chunk_key_encoding");
    boolean plain = "v2".equals(name(encoding));
    JsonElement separator = values(encoding).get("separator");
    LongFunction<Path> files =
        files(
            folder,
            outer,
            plain ? "" : "c",
            separator == null ? plain ? "." : "/" : separator.getAsString());
    JsonArray codecs = array.getAsJsonArray("codecs");
    if (!"sharding_indexed".equals(name(codecs.get(0)))) {
      return new ArrayHeader(
          outer,
          codec(codecs, outer.chunk(), type),
          new ChunkFiles(files),
          array.get("fill_value"));
    }
    if (codecs.size() > 1) {
      throw new BadInput("its codecs (" + names(codecs) + ") must not compress shards as a whole");
    }
    JsonObject sharding = values(codecs.get(0));
    Grid grid = new Grid(outer.shape(), ints(sharding.get("chunk_shape")));
    int entries = 2;
    for (int d = 0; d < grid.dimensions(); d++) {
      if (outer.chunk()[d] % grid.chunk()[d] != 0) {
        throw new IOException("its shards do not hold whole chunks");
      }
      entries = Math.multiplyExact(entries, outer.chunk()[d] / grid.chunk()[d]);
    }
    ChunkCodec index =
        codec(sharding.getAsJsonArray("index_codecs"), new int[] {entries}, ElementType.UINT64);
    JsonElement location = sharding.get("index_location");
    return new ArrayHeader(
        grid,
        codec(sharding.getAsJsonArray("codecs"), grid.chunk(), type),
        new Shards(
            grid, outer, index, location != null && "start".equals(location.getAsString()), files),
        array.get("fill_value"));
  }

  private static ChunkCodec codec(JsonArray codecs, int[] shape, ElementType type) {
    int[] order = null;
    ByteOrder bytes = null;
    List<Compressor> compressors = new ArrayList<>();
    for (JsonElement codec : codecs) {
      String name = name(codec);
      if ("transpose".equals(name) && order == null && bytes == null) {
        order = ints(values(codec).get("order"));
      } else if ("bytes".equals(name) && bytes == null) {
        JsonElement endian = values(codec).get("endian");
        boolean big = endian != null && "big".equals(endian.getAsString());
        bytes = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      } else if (bytes == null) {
        throw new BadInput("its codecs (" + names(codecs) + ") must begin with bytes");
      } else {
        compressors.add(Compressor.of(name, values(codec), type.size()));
      }
    }
    if (bytes == null) {
      throw new BadInput("its codecs (" + names(codecs) + ") must have bytes");
    }
    return new ChunkCodec(shape, type, bytes, order, compressors);
  }

  private static LongFunction<Path> files(Path folder, Grid grid, String prefix, String between) {
    return number -> {
      StringBuilder name = new StringBuilder(prefix);
      for (long at : grid.place(number)) {
        name.append(name.isEmpty() ? "" : between).append(at);
      }
      return folder.resolve(name.toString());
    };
  }

  private static int[] reversed(int dimensions) {
    int[] order = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      order[i] = dimensions - 1 - i;
    }
    return order;
  }

  /** A codec or grid is an object with a name, or a bare name. */
  private static String name(JsonElement named) {
    return named.isJsonObject()
        ? named.getAsJsonObject().get("name").getAsString()
        : named.getAsString();
  }

  private static List<String> names(JsonArray named) {
    return StreamSupport.stream(named.spliterator(), false).map(ArrayHeader::name).toList();
  }

  private static JsonObject values(JsonElement named) {
    JsonElement values =
        named.isJsonObject() ? named.getAsJsonObject().get("configuration") : JsonNull.INSTANCE;
    return values == null || values.isJsonNull() ? new JsonObject() : values.getAsJsonObject();
  }

  private static long[] longs(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .mapToLong(JsonElement::getAsLong)
        .toArray();
  }

  private static int[] ints(JsonElement array) {
    return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
        .mapToInt(JsonElement::getAsInt)
        .toArray();
  }
}
