package io.github.palimpsest.model.graph;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes an ONNX graph node by node. Values are known by their names, which are made here, so that
 * a subgraph (of {@code If} and {@code Loop}) may use every value that was made before it. For one
 * thread.
 *
 * <pre>{@code
 * GraphBuilder g = new GraphBuilder();
 * String x = g.input("x", GraphBuilder.FLOAT, "n");
 * g.output("y", g.node("Mul", x, g.floats(2)), GraphBuilder.FLOAT, "n");
 * byte[] model = g.model();
 * }</pre>
 */
public final class GraphBuilder {
  /** Element type of 32-bit decimal numbers, as ONNX counts them. */
  public static final int FLOAT = 1;

  /** Element type of bytes from 0 to 255. */
  public static final int UINT8 = 2;

  /** Element type of whole numbers from 0 to 65535. */
  public static final int UINT16 = 4;

  /** Element type of 64-bit whole numbers. */
  public static final int INT64 = 7;

  /** Element type of truth values. */
  public static final int BOOL = 9;

  /** Version of ONNX's operators: what ONNX Runtime reads since 1.12. */
  private static final int OPSET = 17;

  /** The operators that only ONNX Runtime has. */
  private static final String MICROSOFT = "com.microsoft";

  private static final int IR_VERSION = 8;

  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_INT = 2;
  private static final int TYPE_STRING = 3;
  private static final int TYPE_GRAPH = 5;
  private static final int TYPE_INTS = 7;

  private final Onnx.GraphProto.Builder graph;
  private final int[] names;
  private boolean microsoft;

  /** A graph without anything. */
  public GraphBuilder() {
    this(new int[1]);
  }

  private GraphBuilder(int[] names) {
    this.names = names;
    graph = Onnx.GraphProto.newBuilder().setName("graph" + names[0]++);
  }

  /** A subgraph, whose nodes may read what this graph has made; for {@link #graph}. */
  public GraphBuilder subgraph() {
    return new GraphBuilder(names);
  }

  /**
   * Declares an input.
   *
   * @param type element type, such as {@link #FLOAT}
   * @param shape whole numbers, or texts for sizes that are free
   * @return its name
   */
  public String input(String name, int type, Object... shape) {
    graph.addInput(port(name, type, shape));
    return name;
  }

  /**
   * Declares an output.
   *
   * @param value what it gives
   */
  public void output(String name, String value, int type, Object... shape) {
    add("Identity", List.of(value), List.of(name));
    graph.addOutput(port(name, type, shape));
  }

  /** Gives a value as the next output of a subgraph. */
  public void result(String value, int type, Object... shape) {
    output(name(), value, type, shape);
  }

  /** Declares the next input of a subgraph; returns its name. */
  public String argument(int type, Object... shape) {
    return input(name(), type, shape);
  }

  private static Onnx.ValueInfoProto port(String name, int type, Object... shape) {
    Onnx.TensorShapeProto.Builder sizes = Onnx.TensorShapeProto.newBuilder();
    for (Object size : shape) {
      var dim = Onnx.TensorShapeProto.Dimension.newBuilder();
      sizes.addDim(
          size instanceof Number n
              ? dim.setDimValue(n.longValue())
              : dim.setDimParam(String.valueOf(size)));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder().setElemType(type).setShape(sizes)))
        .build();
  }

  /** A list of numbers; of one, a number without axes. */
  public String floats(float... values) {
    return tensor(values, values.length == 1 ? new long[0] : new long[] {values.length});
  }

  /** Numbers of the given shape. */
  public String tensor(float[] values, long... shape) {
    ByteBuffer bytes = bytes(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return initializer(FLOAT, bytes, shape);
  }

  /** Whole numbers of the given shape. */
  public String tensor(long[] values, long... shape) {
    ByteBuffer bytes = bytes(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return initializer(INT64, bytes, shape);
  }

  /** A list of whole numbers, also of one. */
  public String longs(long... values) {
    return tensor(values, values.length);
  }

  /** Bytes of the given shape, read as 0 to 255. */
  public String bytes(byte[] values, long... shape) {
    return initializer(UINT8, ByteBuffer.wrap(values), shape);
  }

  /** Numbers from 0 to 65535 of the given shape. */
  public String shorts(short[] values, long... shape) {
    ByteBuffer bytes = bytes(values.length * Short.BYTES);
    bytes.asShortBuffer().put(values);
    return initializer(UINT16, bytes, shape);
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String initializer(int type, ByteBuffer bytes, long... shape) {
    String name = name();
    graph.addInitializer(
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .addAllDims(Arrays.stream(shape).boxed().toList())
            .setRawData(ByteString.copyFrom(bytes)));
    return name;
  }

  /** A node without attributes; returns its output. */
  public String node(String operator, String... inputs) {
    return node(operator, List.of(inputs));
  }

  /**
   * A node with one output.
   *
   * @param attributes made by {@link #number}, {@link #decimal}, {@link #numbers}, {@link #text},
   *     {@link #graph}
   * @return its output
   */
  public String node(String operator, List<String> inputs, Onnx.AttributeProto... attributes) {
    String output = name();
    add(operator, inputs, List.of(output), attributes);
    return output;
  }

  /** A node with several outputs; returns them. */
  public List<String> nodes(
      String operator, int count, List<String> inputs, Onnx.AttributeProto... attributes) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(name());
    }
    add(operator, inputs, outputs, attributes);
    return outputs;
  }

  /**
   * A node of an operator that only ONNX Runtime has, such as {@code MultiHeadAttention}; not in a
   * subgraph.
   *
   * @return its output
   */
  public String microsoft(String operator, List<String> inputs, Onnx.AttributeProto... attributes) {
    String output = node(operator, inputs, attributes);
    int last = graph.getNodeCount() - 1;
    graph.setNode(last, graph.getNode(last).toBuilder().setDomain(MICROSOFT));
    microsoft = true;
    return output;
  }

  private void add(
      String operator,
      List<String> inputs,
      List<String> outputs,
      Onnx.AttributeProto... attributes) {
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  private String name() {
    return "v" + names[0]++;
  }

  /** An attribute that is a whole number. */
  public static Onnx.AttributeProto number(String name, long value) {
    return attribute(name, TYPE_INT).setI(value).build();
  }

  /** An attribute that is a decimal number. */
  public static Onnx.AttributeProto decimal(String name, float value) {
    return attribute(name, TYPE_FLOAT).setF(value).build();
  }

  /** An attribute that is a list of whole numbers. */
  public static Onnx.AttributeProto numbers(String name, long... values) {
    return attribute(name, TYPE_INTS).addAllInts(Arrays.stream(values).boxed().toList()).build();
  }

  /** An attribute that is a text. */
  public static Onnx.AttributeProto text(String name, String value) {
    return attribute(name, TYPE_STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  /** An attribute that is a finished subgraph. */
  public static Onnx.AttributeProto graph(String name, GraphBuilder value) {
    return attribute(name, TYPE_GRAPH).setG(value.graph).build();
  }

  private static Onnx.AttributeProto.Builder attribute(String name, int type) {
    return Onnx.AttributeProto.newBuilder().setName(name).setType(type);
  }

  /** The bytes of the model, as of an {@code .onnx} file. */
  public byte[] model() {
    Onnx.ModelProto.Builder model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("Palimpsest")
            .setGraph(graph)
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPSET));
    if (microsoft) {
      model.addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1));
    }
    return model.build().toByteArray();
  }
}
