package io.github.palimpsest.large.zarr;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A folder of a Zarr hierarchy: a group or an array.
 *
 * @param folder that it is
 * @param version of Zarr: 2 or 3
 * @param array what describes the array; null for a group
 * @param attributes of its user's; empty if there are none
 */
record ZarrNode(Path folder, int version, JsonObject array, JsonObject attributes) {
  static final String V3 = "zarr.json";
  private static final String V2_ARRAY = ".zarray";
  private static final String V2_GROUP = ".zgroup";
  private static final String V2_ATTRIBUTES = ".zattrs";
  private static final String V2_CONSOLIDATED = ".zmetadata";
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .setLenient()
          .create();

  /** Whether a folder is part of a Zarr hierarchy, by the names in it. */
  static boolean is(Path folder) {
    return Files.isRegularFile(folder.resolve(V3))
        || Files.isRegularFile(folder.resolve(V2_ARRAY))
        || Files.isRegularFile(folder.resolve(V2_GROUP))
        || Files.isRegularFile(folder.resolve(V2_ATTRIBUTES));
  }

  /**
   * Reads the metadata of a folder.
   *
   * @return null if it is no part of a Zarr hierarchy
   * @throws BadInput if they cannot be read
   */
  static ZarrNode of(Path folder) {
    if (!is(folder)) {
      return null;
    }
    JsonObject v3 = json(folder.resolve(V3));
    if (v3 != null) {
      boolean array = v3.has("node_type") && "array".equals(v3.get("node_type").getAsString());
      JsonElement attributes = v3.get("attributes");
      return new ZarrNode(
          folder,
          3,
          array ? v3 : null,
          attributes == null ? new JsonObject() : attributes.getAsJsonObject());
    }
    JsonObject attributes = json(folder.resolve(V2_ATTRIBUTES));
    return new ZarrNode(
        folder,
        2,
        json(folder.resolve(V2_ARRAY)),
        attributes == null ? new JsonObject() : attributes);
  }

  /** What OME-NGFF says of the folder: attributes in 0.4, an object among them in 0.5. */
  JsonObject ome() {
    return attributes.has("ome") && attributes.get("ome").isJsonObject()
        ? attributes.getAsJsonObject("ome")
        : attributes;
  }

  /**
   * Sets an attribute in the folder's file, and in the copies of it that are kept in the folders
   * above, up to {@code root}.
   */
  void setAttribute(Path root, String name, JsonElement value) throws IOException {
    attributes.add(name, value);
    if (version == 2) {
      write(folder.resolve(V2_ATTRIBUTES), attributes);
    } else {
      JsonObject all = json(folder.resolve(V3));
      all.add("attributes", attributes);
      write(folder.resolve(V3), all);
    }
    for (Path above = folder; above.startsWith(root); above = above.getParent()) {
      setCopy(above);
    }
  }

  private void setCopy(Path above) throws IOException {
    Path file = above.resolve(version == 2 ? V2_CONSOLIDATED : V3);
    JsonObject all = json(file);
    JsonElement copies =
        all == null ? null : all.get(version == 2 ? "metadata" : "consolidated_metadata");
    if (copies == null || !copies.isJsonObject()) {
      return;
    }
    String name = above.relativize(folder).toString().replace('\\', '/');
    if (version == 2) {
      String key = name.isEmpty() ? V2_ATTRIBUTES : name + "/" + V2_ATTRIBUTES;
      copies.getAsJsonObject().add(key, attributes);
    } else {
      JsonObject nodes = copies.getAsJsonObject().getAsJsonObject("metadata");
      if (nodes == null || !nodes.has(name)) {
        return;
      }
      nodes.getAsJsonObject(name).add("attributes", attributes);
    }
    write(file, all);
  }

  private static JsonObject json(Path file) {
    try {
      // numbers keep their text; NaN is no JSON, but Python writes it
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      // Gson adds advice for programmers on lines of its own
      Throwable reason = e instanceof JsonParseException && e.getCause() != null ? e.getCause() : e;
      String line = String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
      throw new BadInput("The metadata (" + file + ") cannot be read: " + line + ".", e);
    }
  }

  private static void write(Path file, JsonObject json) throws IOException {
    ChunkFiles.replace(file, (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
