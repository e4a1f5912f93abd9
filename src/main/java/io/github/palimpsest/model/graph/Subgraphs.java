package io.github.palimpsest.model.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Graphs inside nodes. They read values of the graph around by name; ONNX forbids them to give a
 * value a name that the graph around has used.
 */
final class Subgraphs {
  private Subgraphs() {}

  static List<Onnx.GraphProto> bodies(Collection<Onnx.AttributeProto> attributes) {
    List<Onnx.GraphProto> bodies = new ArrayList<>();
    for (Onnx.AttributeProto attribute : attributes) {
      if (attribute.hasG()) {
        bodies.add(attribute.getG());
      }
      bodies.addAll(attribute.getGraphsList());
    }
    return bodies;
  }

  /** What a graph reads of the graphs around it. */
  static Set<String> outerValues(Onnx.GraphProto body) {
    Set<String> own = new HashSet<>();
    own.add("");
    body.getInputList().forEach(port -> own.add(port.getName()));
    body.getInitializerList().forEach(tensor -> own.add(tensor.getName()));
    body.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
    Set<String> outer = new LinkedHashSet<>();
    for (Onnx.NodeProto node : body.getNodeList()) {
      outer.addAll(node.getInputList());
      bodies(node.getAttributeList()).forEach(inner -> outer.addAll(outerValues(inner)));
    }
    body.getOutputList().forEach(port -> outer.add(port.getName()));
    outer.removeAll(own);
    return outer;
  }

  /** Every name that is used inside. */
  static void names(Onnx.GraphProto body, Set<String> names) {
    body.getInputList().forEach(port -> names.add(port.getName()));
    body.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    for (Onnx.NodeProto node : body.getNodeList()) {
      names.addAll(node.getOutputList());
      bodies(node.getAttributeList()).forEach(inner -> names(inner, names));
    }
  }

  /** The attribute with {@code by} wherever its graphs read {@code value}. */
  static Onnx.AttributeProto replace(Onnx.AttributeProto attribute, String value, String by) {
    Onnx.AttributeProto.Builder changed = attribute.toBuilder();
    if (attribute.hasG()) {
      changed.setG(replace(attribute.getG(), value, by));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      changed.setGraphs(i, replace(attribute.getGraphs(i), value, by));
    }
    return changed.build();
  }

  private static Onnx.GraphProto replace(Onnx.GraphProto body, String value, String by) {
    if (!outerValues(body).contains(value)) {
      return body;
    }
    Onnx.GraphProto.Builder changed = body.toBuilder();
    for (int n = 0; n < body.getNodeCount(); n++) {
      Onnx.NodeProto.Builder node = body.getNode(n).toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(value)) {
          node.setInput(i, by);
        }
      }
      for (int a = 0; a < node.getAttributeCount(); a++) {
        node.setAttribute(a, replace(node.getAttribute(a), value, by));
      }
      changed.setNode(n, node);
    }
    for (int i = 0; i < body.getOutputCount(); i++) {
      if (body.getOutput(i).getName().equals(value)) {
        changed.setOutput(i, body.getOutput(i).toBuilder().setName(by));
      }
    }
    return changed.build();
  }
}
