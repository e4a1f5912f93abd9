package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.ModelCard;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.request.Param;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code palimpsest.json}. */
final class CardReader {
  private CardReader() {}

  static ModelCard read(Path folder, Problems problems) {
    Map<String, Object> json = ModelJson.readOptional(folder, "palimpsest.json", problems);
    Map<String, Object> recommended = object(json.get("recommended"), json);
    String fill = ModelJson.string(json, "masked_fill", "zero");
    if (!fill.equals("zero") && !fill.equals("pullpush")) {
      problems.add("palimpsest.json says masked_fill = '%s': it must be zero or pullpush", fill);
    }
    int tile = ModelJson.integer(json, "vae_tile", ModelCard.VAE_TILE);
    if (tile < 32 || tile > 1024) {
      problems.add("palimpsest.json says vae_tile = %d: it must be 32 to 1024", tile);
    }
    int unetTile = tile(json, "tile", problems);
    int above = tile(json, "tile_above", problems);
    if (above > 0 && above < unetTile) {
      problems.add(
          "palimpsest.json says tile_above = %d: it must not be below tile = %d", above, unetTile);
    }
    String seam = choice(recommended, Param.SEAM, problems);
    String colours = choice(recommended, Param.COLOURS, problems);
    Path last = folder.getFileName();
    return new ModelCard(
        ModelJson.string(json, "name", last == null ? folder.toString() : last.toString()),
        ModelJson.string(json, "licence", ModelJson.string(json, "license", "")),
        words(json.get("families")),
        words(json.get("vocabulary")),
        ModelJson.string(recommended, "scheduler", ""),
        ModelJson.integer(recommended, "steps", 0),
        ModelJson.number(recommended, "guidance", Double.NaN),
        seam,
        colours,
        fill,
        tile,
        above,
        unetTile,
        Math.max(0, ModelJson.integer(json, "bytes_per_pixel", 0)),
        rewrite(json, problems),
        text(json.get("intensity")));
  }

  private static boolean rewrite(Map<String, Object> json, Problems problems) {
    Object value = json.getOrDefault("rewrite", true);
    if (value instanceof Boolean on) {
      return on;
    }
    problems.add("palimpsest.json says rewrite = '%s': it must be true or false", value);
    return true;
  }

  /** Side of a square of the U-Net; 0 where nothing is said. */
  private static int tile(Map<String, Object> json, String key, Problems problems) {
    int side = ModelJson.integer(json, key, 0);
    if (side != 0 && (side < 8 || side > 4096)) {
      problems.add("palimpsest.json says %s = %d: it must be 8 to 4096", key, side);
    }
    return side;
  }

  private static String choice(Map<String, Object> json, Param param, Problems problems) {
    String word = ModelJson.string(json, param.key(), "");
    if (!word.isEmpty() && !param.choices().contains(word)) {
      problems.add(
          "palimpsest.json says %s = '%s': it must be %s",
          param.key(), word, String.join(" or ", param.choices()));
    }
    return word;
  }

  private static Map<String, Object> object(Object value, Map<String, Object> missing) {
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Map<String, Object> object = (Map<String, Object>) map;
      return object;
    }
    return missing;
  }

  /** Words of a list, of a text separated by commas, or of the groups of an object. */
  private static List<String> words(Object value) {
    List<String> words = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(word -> words.addAll(words(word)));
    } else if (value instanceof Map<?, ?> groups) {
      groups.values().forEach(group -> words.addAll(words(group)));
    } else if (value instanceof String text) {
      for (String word : text.split(",")) {
        if (!word.isBlank()) {
          words.add(word.strip());
        }
      }
    }
    return List.copyOf(words);
  }

  private static String text(Object value) {
    return value == null ? "" : String.valueOf(value);
  }
}
