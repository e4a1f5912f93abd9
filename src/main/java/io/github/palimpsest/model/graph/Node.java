package io.github.palimpsest.model.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One operator of a {@link Graph}, which alone changes it. */
public final class Node {
  private static final int TYPE_GRAPH = 5;
  private static final int TYPE_GRAPHS = 10;

  private final String operator;
  private final String domain;
  private final String name;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, Onnx.AttributeProto> attributes = new LinkedHashMap<>();
  private Onnx.NodeProto read;

  Node(Onnx.NodeProto node) {
    operator = node.getOpType();
    domain = node.getDomain();
    name = node.getName();
    inputs = new ArrayList<>(node.getInputList());
    outputs = new ArrayList<>(node.getOutputList());
    node.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    read = node;
  }

  Node(
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Onnx.AttributeProto... attributes) {
    this(
        Onnx.NodeProto.newBuilder()
            .setDomain(domain)
            .setOpType(operator)
            .setName(outputs.get(0))
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes))
            .build());
  }

  /** Its operator, for example {@code Conv}. */
  public String operator() {
    return operator;
  }

  /** Whose operator it is: "" for ONNX itself. */
  public String domain() {
    return domain;
  }

  /** Its name, for people; may be empty. */
  public String name() {
    return name;
  }

  /** Whether it is this operator of ONNX itself. */
  public boolean is(String wanted) {
    return operator.equals(wanted) && (domain.isEmpty() || domain.equals("ai.onnx"));
  }

  /**
   * The values it takes, "" where one is left out; what subgraphs read beside them: {@link #reads}.
   */
  public List<String> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** An input, or "" when it is left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** The values it gives, "" where one is left out. */
  public List<String> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  /** The first value it gives. */
  public String output() {
    return outputs.get(0);
  }

  /** Every value it depends on: its inputs, and what its subgraphs read of the graph around. */
  public Set<String> reads() {
    Set<String> all = new LinkedHashSet<>(inputs);
    for (Onnx.GraphProto body : bodies()) {
      all.addAll(Subgraphs.outerValues(body));
    }
    all.remove("");
    return all;
  }

  /** Its subgraphs: branches of {@code If}, bodies of {@code Loop} and {@code Scan}. */
  public List<Onnx.GraphProto> bodies() {
    return Subgraphs.bodies(attributes.values());
  }

  /** The same of a node inside a subgraph. */
  public static List<Onnx.GraphProto> bodies(Onnx.NodeProto node) {
    return Subgraphs.bodies(node.getAttributeList());
  }

  /** All its attributes, in order. */
  public Collection<Onnx.AttributeProto> attributes() {
    return Collections.unmodifiableCollection(attributes.values());
  }

  /** An attribute, or null when it is left out. */
  public Onnx.AttributeProto attribute(String key) {
    return attributes.get(key);
  }

  /** An attribute that is a whole number. */
  public long number(String key, long otherwise) {
    Onnx.AttributeProto attribute = attributes.get(key);
    return attribute == null ? otherwise : attribute.getI();
  }

  /** An attribute that is a decimal number. */
  public float decimal(String key, float otherwise) {
    Onnx.AttributeProto attribute = attributes.get(key);
    return attribute == null ? otherwise : attribute.getF();
  }

  /** An attribute that is a list of whole numbers; an empty one when it is left out. */
  public long[] numbers(String key) {
    Onnx.AttributeProto attribute = attributes.get(key);
    return attribute == null
        ? new long[0]
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** An attribute that is a text. */
  public String text(String key, String otherwise) {
    Onnx.AttributeProto attribute = attributes.get(key);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  void input(int index, String value) {
    while (inputs.size() <= index) {
      inputs.add("");
    }
    inputs.set(index, value);
    read = null;
  }

  /** Reads {@code by} wherever it read {@code value}, also in subgraphs. */
  void replaceInput(String value, String by) {
    inputs.replaceAll(input -> input.equals(value) ? by : input);
    attributes.replaceAll(
        (key, attribute) ->
            attribute.getType() == TYPE_GRAPH || attribute.getType() == TYPE_GRAPHS
                ? Subgraphs.replace(attribute, value, by)
                : attribute);
    read = null;
  }

  void replaceOutput(String value, String by) {
    outputs.replaceAll(output -> output.equals(value) ? by : output);
    read = null;
  }

  Node copy() {
    return new Node(message());
  }

  Onnx.NodeProto message() {
    if (read == null) {
      read =
          Onnx.NodeProto.newBuilder()
              .setDomain(domain)
              .setOpType(operator)
              .setName(name)
              .addAllInput(inputs)
              .addAllOutput(outputs)
              .addAllAttribute(attributes.values())
              .build();
    }
    return read;
  }

  @Override
  public String toString() {
    return operator + inputs + " -> " + outputs;
  }
}
