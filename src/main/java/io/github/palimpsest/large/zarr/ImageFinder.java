package io.github.palimpsest.large.zarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.palimpsest.check.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the one image of an OME-Zarr folder: the folder itself, or what a plate or series holds.
 */
final class ImageFinder {
  private ImageFinder() {}

  /**
   * The group with the image, or a plain array.
   *
   * @throws BadInput if there is none or there are several, naming some
   */
  static ZarrNode find(Path folder) {
    ZarrNode node = ZarrNode.of(folder);
    if (node == null) {
      throw BadInput.of("The image (%s) is no Zarr folder: name one.", folder);
    }
    if (node.array() != null || node.ome().has("multiscales")) {
      return node;
    }
    List<String> images = images(node);
    if (images.size() != 1) {
      throw BadInput.of(
          images.isEmpty()
              ? "The image (%s) has no multiscales, as every image of OME-Zarr has: name a folder"
                  + " that has."
              : "The image (%s) holds %d images: name one of them, such as %s.",
          folder,
          images.size(),
          images.isEmpty() ? "" : folder.resolve(images.get(0)));
    }
    return find(folder.resolve(images.get(0)));
  }

  /** Paths of the images below a group. */
  private static List<String> images(ZarrNode group) {
    JsonObject ome = group.ome();
    List<String> found = new ArrayList<>();
    if (ome.has("plate")) {
      for (JsonElement well : ome.getAsJsonObject("plate").getAsJsonArray("wells")) {
        String path = well.getAsJsonObject().get("path").getAsString();
        ZarrNode node = ZarrNode.of(group.folder().resolve(path));
        if (node != null) {
          images(node).forEach(image -> found.add(path + "/" + image));
        }
      }
    } else if (ome.has("well")) {
      for (JsonElement image : ome.getAsJsonObject("well").getAsJsonArray("images")) {
        found.add(image.getAsJsonObject().get("path").getAsString());
      }
    } else if (ome.has("labels") && ome.get("labels").isJsonArray()) {
      ome.getAsJsonArray("labels").forEach(label -> found.add(label.getAsString()));
    } else {
      // the series of bioformats2raw, and what else holds images one level below
      try (Stream<Path> inside = Files.list(group.folder())) {
        inside
            .filter(ZarrNode::is)
            .filter(path -> ZarrNode.of(path).ome().has("multiscales"))
            .map(path -> path.getFileName().toString())
            .sorted()
            .forEach(found::add);
      } catch (IOException e) {
        throw new BadInput("The folder (" + group.folder() + ") cannot be read: " + e + ".", e);
      }
    }
    return found;
  }
}
