package io.github.palimpsest.control;

import ij.ImagePlus;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.ExpandedImage;
import io.github.palimpsest.image.OpenImages;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The control inputs of a run, from {@code control=}: one or more, separated by commas, each
 *
 * <ul>
 *   <li>a kind ({@code edges}), computed from the image that is repainted and its ROIs, for the net
 *       of that kind or the model's only net;
 *   <li>the title or ID of an open image, for the model's only net, or that which takes any map;
 *       there a title that ends in {@code -kind}, as Diffusion Control Map makes it, is for that
 *       kind;
 *   <li>{@code net:title} or {@code net:kind}, where the model has several nets.
 * </ul>
 *
 * <p>{@code controlweight}, {@code controlstart} and {@code controlend} are one number for all, or
 * as many as there are maps.
 */
public final class ControlMaps {
  private final ImagePlus source;
  private final int width;
  private final int height;
  private final Request request;
  private final String model;
  private final List<ControlNetInput> nets;

  private ControlMaps(
      ImagePlus source,
      int width,
      int height,
      Request request,
      String model,
      List<ControlNetInput> nets) {
    this.source = source;
    this.width = width;
    this.height = height;
    this.request = request;
    this.model = model;
    this.nets = nets;
  }

  /**
   * The control inputs of a request; none without {@code control=}.
   *
   * @param source the image that is repainted; null when generating
   * @param width of the image that is repainted or generated
   * @param height likewise
   * @param model name of the model, for sentences
   * @param nets the model's control nets, in its order
   * @throws BadInput for what is not there, does not fit, or is not unambiguous
   */
  public static List<ControlInput> of(
      ImagePlus source,
      int width,
      int height,
      Request request,
      String model,
      List<ControlNetInput> nets) {
    return new ControlMaps(source, width, height, request, model, nets).inputs();
  }

  private List<ControlInput> inputs() {
    String text = request.text(Param.CONTROL);
    if (text.isEmpty()) {
      return List.of();
    }
    if (nets.isEmpty()) {
      throw BadInput.of(
          "control (%s) needs a model with a control net, and %s has none: leave control empty or"
              + " choose another model.",
          text, model);
    }
    List<String> parts = MapNames.of(text, word -> net(word) >= 0);
    numbers(Param.CONTROLWEIGHT, parts.size());
    double[] starts = numbers(Param.CONTROLSTART, parts.size());
    double[] ends = numbers(Param.CONTROLEND, parts.size());
    List<ControlInput> inputs = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (starts[i] > ends[i]) {
        throw BadInput.of(
            "controlstart (%s) must not be above controlend (%s); change one of them.",
            starts[i], ends[i]);
      }
      Named named = named(parts.get(i));
      int net = named.net;
      if (inputs.stream().anyMatch(input -> input.net() == net)) {
        throw BadInput.of(
            "control (%s) must give each control net one map, and %s gets two: join them, or name"
                + " another net (%s).",
            text, nets.get(net).kind(), netNames());
      }
      ExampleMap example =
          ControlKinds.find(nets.get(net).kind())
              .map(kind -> new ExampleMap(kind, MapSettings.ofRun(request)))
              .orElse(null);
      inputs.add(new ControlInput(net, nets.get(net).channels(), parts.get(i), named.map, example));
    }
    return List.copyOf(inputs);
  }

  private double[] numbers(Param param, int count) {
    return numbers(request, param, count);
  }

  /**
   * A weight, start or end for each of {@code count} maps.
   *
   * @throws BadInput if the request gives neither one nor as many
   */
  public static double[] numbers(Request request, Param param, int count) {
    double[] given = request.numbers(param);
    if (count > 0 && given.length != 1 && given.length != count) {
      throw BadInput.of(
          "%s (%s) must be one number, or as many as control has maps (%d).",
          param.key(), request.text(param), count);
    }
    double[] all = new double[count];
    for (int i = 0; i < count; i++) {
      all[i] = given[given.length == 1 ? 0 : i];
    }
    return all;
  }

  private record Named(int net, MapReader map) {}

  private Named named(String part) {
    int colon = part.indexOf(':');
    int net = colon < 0 ? -1 : net(part.substring(0, colon).trim());
    if (net >= 0) {
      MapReader map = map(part.substring(colon + 1).trim(), net, false);
      if (map != null) {
        return new Named(net, map);
      }
    }
    var kind = ControlKinds.find(part);
    int own = kind.isEmpty() ? -1 : net(part);
    int target = own >= 0 ? own : nets.size() == 1 ? 0 : kind.isEmpty() ? bare(part) : -1;
    if (target < 0 && (kind.isPresent() || open(part) != null)) {
      throw BadInput.of(
          "control (%s) must say which control net of %s it is for (%s): write control=[%s:%s].",
          part, model, netNames(), nets.get(0).kind(), part);
    }
    MapReader map = target < 0 ? null : map(part, target, true);
    if (map == null) {
      throw BadInput.of(
          "control (%s) must be a kind (%s), the title or ID of an open image, or net:title; %s; %s"
              + " has the control net(s) %s.",
          part, ControlKinds.names(), OpenImages.titles(), model, netNames());
    }
    return new Named(target, map);
  }

  /** The net of a title that names none, or −1. */
  private int bare(String title) {
    int any = -1;
    for (int i = 0; i < nets.size(); i++) {
      any = nets.get(i).any() ? i : any;
    }
    int end = title.lastIndexOf('-');
    int named = any < 0 || end < 0 ? -1 : net(title.substring(end + 1).trim());
    return named >= 0 ? named : any;
  }

  /** The net of that name, or made for that kind of map; -1 for none. */
  private int net(String name) {
    for (int i = 0; i < nets.size(); i++) {
      if (nets.get(i).kind().equalsIgnoreCase(name)) {
        return i;
      }
    }
    var kind = ControlKinds.find(name);
    for (int i = 0; kind.isPresent() && i < nets.size(); i++) {
      if (ControlKinds.named(kind.get(), nets.get(i).kind())) {
        return i;
      }
    }
    return -1;
  }

  /** The map of a kind or title, or null if it is neither. */
  private MapReader map(String name, int net, boolean kindFirst) {
    var kind = ControlKinds.find(name);
    ImagePlus open = open(name);
    if (kind.isPresent() && (kindFirst || open == null)) {
      return computed(kind.get());
    }
    if (open == null) {
      return null;
    }
    OpenMapImage image = new OpenMapImage(open, source);
    image.check(width, height, nets.get(net));
    return image;
  }

  /** By title or ID; the image at work may be its own map, if no other has its title. */
  private ImagePlus open(String name) {
    return OpenImages.find("control", name, ExpandedImage.seen(source));
  }

  private MapReader computed(ControlKind kind) {
    if (source == null) {
      throw BadInput.of(
          "control (%s) is computed from an image, and a new image has none: make the map with"
              + " Diffusion Control Map and give its title.",
          kind.name());
    }
    MapSettings settings = MapSettings.ofRun(request);
    return new MapReader() {
      @Override
      public float[][] read(int position, Rectangle r) {
        return kind.map(new MapSource(source, position, settings), r);
      }

      @Override
      public boolean ofPicture() {
        return !kind.keys().contains(Param.ROIS);
      }

      @Override
      public String doubt(int position) {
        return kind.keys().contains(Param.ROIS)
            ? new MapObjects(source, position, settings).doubt()
            : null;
      }
    };
  }

  private String netNames() {
    return nets.stream().map(ControlNetInput::kind).collect(Collectors.joining(", "));
  }
}
