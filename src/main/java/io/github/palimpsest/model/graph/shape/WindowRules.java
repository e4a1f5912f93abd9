package io.github.palimpsest.model.graph.shape;

import io.github.palimpsest.model.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Shapes behind operators on pictures: convolutions, pooling, resizing, padding. */
final class WindowRules {
  private final Shapes known;

  WindowRules(Shapes known) {
    this.known = known;
  }

  List<Size> shape(Node node) {
    List<Size> input = node.input(0).isEmpty() ? null : known.shape(node.input(0));
    if (input == null) {
      return node.is("Conv") ? afterUnknown(node) : null;
    }
    return switch (node.operator()) {
      case "Conv" -> convolved(node, input);
      case "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool" ->
          picture(node, input.get(0), input.get(1), input.size());
      case "Resize", "Upsample" -> resized(node, input);
      case "Pad" -> padded(node, input);
      default -> null;
    };
  }

  // the weights alone tell the channels
  private List<Size> afterUnknown(Node node) {
    List<Size> weights = known.shape(node.input(1));
    return weights == null
        ? null
        : picture(node, Shapes.unknown(node.output(), 0), weights.get(0), weights.size());
  }

  private static List<Size> picture(Node node, Size batch, Size channels, int rank) {
    List<Size> result = new ArrayList<>(List.of(batch, channels));
    while (result.size() < rank) {
      result.add(Shapes.unknown(node.output(), result.size()));
    }
    return result;
  }

  private List<Size> convolved(Node node, List<Size> input) {
    List<Size> weights = known.shape(node.input(1));
    if (weights == null) {
      return null;
    }
    List<Size> result = new ArrayList<>(List.of(input.get(0), weights.get(0)));
    boolean padsGiven = node.text("auto_pad", "NOTSET").equals("NOTSET");
    for (int i = 2; i < input.size(); i++) {
      long stride = at(node.numbers("strides"), i - 2, 1);
      long dilation = at(node.numbers("dilations"), i - 2, 1);
      long before = at(node.numbers("pads"), i - 2, 0);
      long after = at(node.numbers("pads"), i - 2 + input.size() - 2, 0);
      Size kernel = weights.get(i);
      long reach = kernel.isNumber() ? dilation * (kernel.factor() - 1) : -1;
      long shrink = reach - before - after;
      Size size = input.get(i);
      if (!padsGiven || reach < 0) {
        size = Shapes.unknown(node.output(), i);
      } else if (size.isNumber()) {
        size = Size.of((size.factor() - shrink - 1) / stride + 1);
      } else if (stride != 1 || shrink != 0) {
        size = Size.named("conv(" + size + ", " + shrink + ", " + stride + ")");
      }
      result.add(size);
    }
    return result;
  }

  private static long at(long[] numbers, int index, long otherwise) {
    return index < numbers.length ? numbers[index] : otherwise;
  }

  private List<Size> resized(Node node, List<Size> input) {
    List<Size> sizes = node.input(3).isEmpty() ? null : known.contents(node.input(3));
    if (sizes != null && sizes.size() == input.size() && !sizes.contains(null)) {
      return sizes;
    }
    return picture(node, input.get(0), input.get(1), input.size());
  }

  private List<Size> padded(Node node, List<Size> input) {
    long[] pads =
        node.attribute("pads") != null ? node.numbers("pads") : known.wholes(node.input(1));
    List<Size> result = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      boolean plain = pads != null && pads.length == 2 * input.size();
      result.add(
          plain
              ? ListRules.sum(input.get(i), Size.of(pads[i] + pads[i + input.size()]))
              : Shapes.unknown(node.output(), i));
    }
    return result;
  }
}
