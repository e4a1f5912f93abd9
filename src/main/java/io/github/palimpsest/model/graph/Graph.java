package io.github.palimpsest.model.graph;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX graph that can be changed: nodes, the values between them, and constants. A value is
 * known by its name, which one node gives or which is an input or a constant. Nodes of the operator
 * {@code Constant} are constants like the others. What a subgraph of {@code If} or {@code Loop}
 * reads of the graph around counts as read by the node that holds it. For one thread.
 *
 * <pre>{@code
 * Graph graph = Graph.read(file);
 * for (Node node : graph.nodes()) {
 *   if (node.is("Identity") && !graph.isOutput(node.output())) {
 *     graph.replace(node.output(), node.input(0));
 *   }
 * }
 * graph.prune();
 * graph.write(other);
 * }</pre>
 */
public final class Graph {
  private final Onnx.ModelProto frame;
  private final String title;
  private final Map<String, Long> opsets = new LinkedHashMap<>();
  private final Map<String, Onnx.ValueInfoProto> inputs = new LinkedHashMap<>();
  private final Map<String, Onnx.ValueInfoProto> outputs = new LinkedHashMap<>();
  private final Map<String, Onnx.ValueInfoProto> known = new HashMap<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final Links links = new Links();
  private final Set<String> names = new HashSet<>();

  /** The graph of a model. */
  public Graph(Onnx.ModelProto model) {
    Onnx.GraphProto graph = model.getGraph();
    frame = model.toBuilder().clearGraph().clearOpsetImport().build();
    title = graph.getName();
    model.getOpsetImportList().forEach(o -> opsets.put(o.getDomain(), o.getVersion()));
    graph.getValueInfoList().forEach(port -> known.put(port.getName(), port));
    graph.getInitializerList().forEach(tensor -> add(new Constant(tensor)));
    for (Onnx.ValueInfoProto port : graph.getInputList()) {
      if (!constants.containsKey(port.getName())) {
        addInput(port);
      }
    }
    graph.getOutputList().forEach(this::addOutput);
    for (Onnx.NodeProto message : graph.getNodeList()) {
      Node node = new Node(message);
      Constant constant = ConstantNodes.read(node);
      if (constant == null) {
        insert(node);
      } else {
        add(constant);
      }
    }
  }

  /** A graph without anything that keeps another's versions. */
  private Graph(Graph other) {
    frame = other.frame;
    title = other.title;
    opsets.putAll(other.opsets);
    known.putAll(other.known);
    names.addAll(other.names);
  }

  /**
   * Reads a file. The weights are not copied: those of a large file stay in it, so that the file
   * must not change while the graph is used.
   *
   * @throws OnnxHeader.Unreadable if it is no ONNX file, truncated, or 2 GB or larger
   */
  public static Graph read(Path file) throws IOException, OnnxHeader.Unreadable {
    return read(bytes(file));
  }

  /** The same of the bytes of a file. */
  public static Graph read(ByteString bytes) throws IOException, OnnxHeader.Unreadable {
    return new Graph(GraphFile.parse(bytes));
  }

  /** The bytes of a file for {@link #read(ByteString)}; those of a large one stay in it. */
  public static ByteString bytes(Path file) throws IOException, OnnxHeader.Unreadable {
    return GraphFile.bytes(file);
  }

  /** Writes the graph as a model of its own. */
  public void write(Path file) throws IOException {
    GraphFile.write(model(), file);
  }

  /** The graph as a model. */
  public Onnx.ModelProto model() {
    Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName(title);
    nodes().forEach(node -> graph.addNode(node.message()));
    constants.values().forEach(constant -> graph.addInitializer(constant.message()));
    graph.addAllInput(inputs.values()).addAllOutput(outputs.values());
    Onnx.ModelProto.Builder model = frame.toBuilder().setGraph(graph);
    opsets.forEach(
        (domain, version) ->
            model.addOpsetImport(
                Onnx.OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return model.build();
  }

  /** All nodes, each behind those whose values it reads; a copy. */
  public List<Node> nodes() {
    return links.inOrder();
  }

  /** Whether a node is still part of this graph. */
  public boolean contains(Node node) {
    return links.contains(node);
  }

  /** The node that gives a value; null for inputs, constants and unknown names. */
  public Node producer(String value) {
    return links.producer(value);
  }

  /** The nodes that read a value, themselves or in a subgraph; a copy. */
  public List<Node> consumers(String value) {
    return links.consumers(value);
  }

  /** A constant, or null when the value is none. */
  public Constant constant(String value) {
    return constants.get(value);
  }

  /** The numbers of a constant; null when the value is none, or see {@link Constant#floats}. */
  public float[] floats(String value) {
    Constant constant = constants.get(value);
    return constant == null ? null : constant.floats();
  }

  /** The numbers of a constant; null when the value is none, or see {@link Constant#longs}. */
  public long[] longs(String value) {
    Constant constant = constants.get(value);
    return constant == null ? null : constant.longs();
  }

  /** Names of all constants. */
  public Set<String> constants() {
    return Collections.unmodifiableSet(constants.keySet());
  }

  /** The inputs, in order. */
  public Map<String, Onnx.ValueInfoProto> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  /** The outputs, in order. */
  public Map<String, Onnx.ValueInfoProto> outputs() {
    return Collections.unmodifiableMap(outputs);
  }

  /** Whether a value is an output of the graph. */
  public boolean isOutput(String value) {
    return outputs.containsKey(value);
  }

  /** What the file says of a value's type and shape; null where it says nothing. */
  public Onnx.ValueInfoProto info(String value) {
    Onnx.ValueInfoProto input = inputs.get(value);
    return input != null ? input : outputs.getOrDefault(value, known.get(value));
  }

  /** Whether the model has functions of its own, whose nodes cannot be seen. */
  public boolean hasFunctions() {
    return frame.getFunctionsCount() > 0;
  }

  /** Version of a domain's operators that the graph is written for; 0 for an unknown domain. */
  public long opset(String domain) {
    return opsets.getOrDefault(domain, domain.isEmpty() ? opsets.getOrDefault("ai.onnx", 0L) : 0L);
  }

  /** Makes the operators of a domain known, unless they are. */
  public void importDomain(String domain, long version) {
    opsets.putIfAbsent(domain, version);
  }

  /** A name that no value has. */
  public String newName(String hint) {
    String name = hint;
    for (int i = 2; !names.add(name); i++) {
      name = hint + "_" + i;
    }
    return name;
  }

  /** Adds a node with one output and returns that; its place follows from what it reads. */
  public String add(String operator, List<String> read, Onnx.AttributeProto... attributes) {
    return add("", operator, read, 1, attributes).output();
  }

  /**
   * Adds a node.
   *
   * @param domain "" for ONNX itself; see {@link #importDomain}
   * @param read its inputs, "" where one is left out
   * @param count how many values it gives
   */
  public Node add(
      String domain,
      String operator,
      List<String> read,
      int count,
      Onnx.AttributeProto... attributes) {
    List<String> given = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      given.add(newName("rewritten_" + operator));
    }
    Node node = new Node(domain, operator, read, given, attributes);
    insert(node);
    return node;
  }

  /** A constant list of whole numbers; returns its name. */
  public String addLongs(long... values) {
    return addConstant(Constant.of(newName("rewritten_longs"), values, values.length));
  }

  /** A constant whole number without axes; returns its name. */
  public String addLong(long value) {
    return addConstant(Constant.of(newName("rewritten_long"), new long[] {value}));
  }

  /** A constant of the given shape (none: a single number); returns its name. */
  public String addFloats(float[] values, long... shape) {
    return addConstant(Constant.of(newName("rewritten_floats"), values, shape));
  }

  private String addConstant(Constant constant) {
    add(constant);
    return constant.message().getName();
  }

  private void add(Constant constant) {
    constants.put(constant.message().getName(), constant);
    names.add(constant.message().getName());
  }

  /** Adds an input. */
  public void addInput(Onnx.ValueInfoProto port) {
    inputs.put(port.getName(), port);
    names.add(port.getName());
  }

  /** Takes an input away that nobody reads. */
  public void removeInput(String value) {
    if (links.isRead(value) || outputs.containsKey(value)) {
      throw new IllegalStateException(value + " is read");
    }
    inputs.remove(value);
  }

  /** Makes a value an output. */
  public void addOutput(Onnx.ValueInfoProto port) {
    outputs.put(port.getName(), port);
    names.add(port.getName());
  }

  /** Lets a node read another value. */
  public void input(Node node, int index, String value) {
    links.change(node, () -> node.input(index, value));
  }

  /**
   * Lets everyone who reads a value read another, also subgraphs. An output of the graph keeps its
   * name: the node that gives {@code by} then gives it under that name, or a copy does.
   */
  public void replace(String value, String by) {
    if (outputs.containsKey(value)) {
      Node giver = links.producer(by);
      remove(links.producer(value));
      if (giver == null || outputs.containsKey(by)) {
        readInstead(value, by);
        insert(new Node("", "Identity", List.of(by), List.of(value)));
      } else {
        readInstead(by, value);
        links.change(giver, () -> giver.replaceOutput(by, value));
      }
    } else {
      readInstead(value, by);
    }
  }

  private void readInstead(String value, String by) {
    for (Node node : consumers(value)) {
      links.change(node, () -> node.replaceInput(value, by));
    }
  }

  /** Takes a node out; whoever reads its values must be given others. */
  public void remove(Node node) {
    if (node != null) {
      links.remove(node);
    }
  }

  /** Takes out all nodes and constants that no output needs; returns how many nodes. */
  public int prune() {
    List<Node> all = nodes();
    int before = all.size();
    Collections.reverse(all);
    for (Node node : all) {
      boolean needed =
          node.outputs().stream().anyMatch(v -> outputs.containsKey(v) || links.isRead(v));
      if (!needed) {
        remove(node);
      }
    }
    constants.keySet().removeIf(v -> !links.isRead(v) && !outputs.containsKey(v));
    return before - links.count();
  }

  /**
   * A graph of copies of some of the nodes, with the constants they need.
   *
   * @param read its inputs
   * @param given its outputs
   */
  public Graph part(
      Collection<Node> some,
      Collection<Onnx.ValueInfoProto> read,
      Collection<Onnx.ValueInfoProto> given) {
    Graph part = new Graph(this);
    read.forEach(part::addInput);
    given.forEach(part::addOutput);
    part.constants.putAll(constants);
    some.forEach(node -> part.insert(node.copy()));
    part.prune();
    return part;
  }

  private void insert(Node node) {
    names.addAll(node.outputs());
    node.bodies().forEach(body -> Subgraphs.names(body, names));
    links.add(node);
  }

  /** A description of the inputs, for messages. */
  @Override
  public String toString() {
    return links.count() + " nodes, inputs " + inputs.keySet() + ", outputs " + outputs.keySet();
  }
}
