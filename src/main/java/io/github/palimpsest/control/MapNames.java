package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.OpenImages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The maps that a value of {@code control=} names, in their order. Titles may hold commas and
 * colons: what is between the commas is read as the longest kind, title, ID or {@code net:} with
 * one of them, so that the whole can be read.
 */
public final class MapNames {
  private MapNames() {}

  /**
   * The names; those that mean nothing are cut at every comma.
   *
   * @param net whether a word names a control net
   * @throws BadInput if there is nothing between two commas
   */
  static List<String> of(String text, Predicate<String> net) {
    Optional<List<String>> known = known(text.trim(), net);
    if (known.isPresent()) {
      return known.get();
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        throw BadInput.of("control (%s) must name a map between its commas.", text);
      }
      parts.add(part.trim());
    }
    return parts;
  }

  /**
   * Refuses maps that are not made of the image itself, for who repaints files one after another.
   *
   * @throws BadInput for anything but kinds
   */
  public static void requireKinds(String text) {
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      if (ControlKinds.find(part).isEmpty()
          && ControlKinds.find(part.substring(part.indexOf(':') + 1)).isEmpty()) {
        throw BadInput.of(
            "control (%s) must be kinds of maps (%s): an open image cannot be the map of every"
                + " file.",
            text, ControlKinds.names());
      }
    }
  }

  /** Every name a known one, if the text can be cut so; the longest first. */
  private static Optional<List<String>> known(String text, Predicate<String> net) {
    for (int end = text.length(); end > 0; end = text.lastIndexOf(',', end - 1)) {
      String name = text.substring(0, end).trim();
      if (known(name) || known(afterNet(name, net))) {
        if (end == text.length()) {
          return Optional.of(List.of(name));
        }
        Optional<List<String>> rest = known(text.substring(end + 1).trim(), net);
        if (rest.isPresent()) {
          List<String> all = new ArrayList<>(List.of(name));
          all.addAll(rest.get());
          return Optional.of(all);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean known(String name) {
    return !name.isBlank() && (ControlKinds.find(name).isPresent() || OpenImages.known(name));
  }

  /** The title or kind in {@code net:name}; empty without a net. */
  private static String afterNet(String name, Predicate<String> net) {
    int colon = name.indexOf(':');
    boolean named = colon > 0 && net.test(name.substring(0, colon).trim());
    return named ? name.substring(colon + 1).trim() : "";
  }

  /**
   * The open images that a value of {@code control=} may mean.
   *
   * @param source the image that is repainted, or null
   */
  public static Set<ImagePlus> images(String text, ImagePlus source) {
    Set<ImagePlus> images = new LinkedHashSet<>();
    Predicate<String> net = word -> word.indexOf(',') < 0;
    for (String name : known(text.trim(), net).orElse(List.of())) {
      for (String part : new String[] {name, afterNet(name, net)}) {
        try {
          ImagePlus image = OpenImages.find("control", part, ExpandedImage.seen(source));
          if (image != null) {
            images.add(image);
          }
        } catch (BadInput e) {
          // a title that several have names none
        }
      }
    }
    return images;
  }
}
