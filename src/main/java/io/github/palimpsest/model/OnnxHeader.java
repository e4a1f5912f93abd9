package io.github.palimpsest.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the protobuf of an ONNX file says about its graph, read without loading weights.
 *
 * <p>Field numbers are those of onnx.proto3. Walking the whole file finds a truncated one: every
 * message declares its length.
 *
 * @param inputs graph inputs in order, without initializers
 * @param outputs graph outputs in order
 * @param external files that hold weights outside the ONNX file, with the bytes each must have
 * @param randomOperator name of an operator that draws random numbers, or null
 * @param resizesToSize whether every Resize node is told its output size instead of a factor, so
 *     that a U-Net accepts sizes that its down-sampling does not divide
 */
record OnnxHeader(
    Map<String, Port> inputs,
    Map<String, Port> outputs,
    Map<String, Long> external,
    String randomOperator,
    boolean takesAnySize) {

  /** Says why a file is not a readable ONNX file. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  static OnnxHeader read(Path file) throws IOException, Unreadable {
    long size = Files.size(file);
    if (size == 0) {
      throw new Unreadable("is empty");
    }
    if (size > Integer.MAX_VALUE) {
      throw new Unreadable("is larger than the 2 GB an ONNX file can have (use external data)");
    }
    try (InputStream raw = Files.newInputStream(file)) {
      CodedInputStream in = CodedInputStream.newInstance(raw, 1 << 16);
      in.setSizeLimit(Integer.MAX_VALUE);
      in.pushLimit((int) size);
      return new Walk().model(in);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new Unreadable("is truncated or not an ONNX file");
    }
  }

  Port input(String name) {
    return inputs.get(name);
  }

  /** One pass over the messages. */
  private static final class Walk {
    private final Map<String, Port> inputs = new LinkedHashMap<>();
    private final Map<String, Port> outputs = new LinkedHashMap<>();
    private final Map<String, Long> external = new LinkedHashMap<>();
    private final Set<String> initializers = new HashSet<>();
    private String randomOperator;
    private boolean enlargesByFactor;
    private boolean graph;

    OnnxHeader model(CodedInputStream in) throws IOException, Unreadable {
      // ModelProto: graph = 7.
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == lengthDelimited(7)) {
          graph = true;
          nested(in, this::graph);
        } else {
          skip(in, tag);
        }
      }
      if (!graph || outputs.isEmpty()) {
        throw new Unreadable("is truncated or not an ONNX file");
      }
      inputs.keySet().removeAll(initializers);
      return new OnnxHeader(inputs, outputs, external, randomOperator, !enlargesByFactor);
    }

    // GraphProto: node = 1, initializer = 5, input = 11, output = 12.
    private void graph(CodedInputStream in, int tag) throws IOException {
      if (tag == lengthDelimited(1)) {
        node(in);
      } else if (tag == lengthDelimited(5)) {
        tensor(in);
      } else if (tag == lengthDelimited(11)) {
        port(in, inputs);
      } else if (tag == lengthDelimited(12)) {
        port(in, outputs);
      } else {
        skip(in, tag);
      }
    }

    // NodeProto: input = 1, op_type = 4. Resize(X, roi, scales, sizes).
    private void node(CodedInputStream in) throws IOException {
      List<String> nodeInputs = new ArrayList<>();
      String[] operator = {""};
      nested(
          in,
          (node, tag) -> {
            if (tag == lengthDelimited(1)) {
              nodeInputs.add(node.readString());
            } else if (tag == lengthDelimited(4)) {
              operator[0] = node.readString();
            } else {
              skip(node, tag);
            }
          });
      if (operator[0].startsWith("Random") || operator[0].equals("Multinomial")) {
        randomOperator = operator[0];
      }
      enlargesByFactor |=
          switch (operator[0]) {
            case "Upsample", "ConvTranspose", "DepthToSpace" -> true;
            case "Resize" -> nodeInputs.size() < 4 || nodeInputs.get(3).isEmpty();
            default -> false;
          };
    }

    // TensorProto: name = 8, external_data = 13 (key = 1, value = 2).
    private void tensor(CodedInputStream in) throws IOException {
      Map<String, String> data = new HashMap<>();
      nested(
          in,
          (tensor, tag) -> {
            if (tag == lengthDelimited(8)) {
              initializers.add(tensor.readString());
            } else if (tag == lengthDelimited(13)) {
              String[] entry = new String[3];
              nested(
                  tensor,
                  (pair, field) -> {
                    if (field == lengthDelimited(1) || field == lengthDelimited(2)) {
                      entry[WireFormat.getTagFieldNumber(field)] = pair.readString();
                    } else {
                      skip(pair, field);
                    }
                  });
              data.put(entry[1], entry[2]);
            } else {
              skip(tensor, tag);
            }
          });
      String location = data.get("location");
      if (location != null) {
        long end = number(data.get("offset")) + number(data.get("length"));
        external.merge(location, end, Math::max);
      }
    }

    private static long number(String text) {
      try {
        return text == null ? 0 : Long.parseLong(text);
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    // ValueInfoProto: name = 1, type = 2; TypeProto: tensor_type = 1; Tensor: elem_type = 1, shape
    // = 2;
    // TensorShapeProto: dim = 1; Dimension: dim_value = 1.
    private void port(CodedInputStream in, Map<String, Port> ports) throws IOException {
      String[] name = {""};
      int[] type = {0};
      List<Long> shape = new ArrayList<>();
      Field dimension =
          (dim, tag) -> {
            if (tag == 1 << 3) {
              shape.set(shape.size() - 1, dim.readInt64());
            } else {
              skip(dim, tag);
            }
          };
      Field dimensions =
          (dims, tag) -> {
            if (tag == lengthDelimited(1)) {
              shape.add(-1L);
              nested(dims, dimension);
            } else {
              skip(dims, tag);
            }
          };
      Field tensorType =
          (tensor, tag) -> {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
              type[0] = tensor.readInt32();
            } else if (tag == lengthDelimited(2)) {
              nested(tensor, dimensions);
            } else {
              skip(tensor, tag);
            }
          };
      Field typeProto =
          (value, tag) -> {
            if (tag == lengthDelimited(1)) {
              nested(value, tensorType);
            } else {
              skip(value, tag);
            }
          };
      nested(
          in,
          (value, tag) -> {
            if (tag == lengthDelimited(1)) {
              name[0] = value.readString();
            } else if (tag == lengthDelimited(2)) {
              nested(value, typeProto);
            } else {
              skip(value, tag);
            }
          });
      long[] sizes = shape.stream().mapToLong(Long::longValue).map(s -> s <= 0 ? -1 : s).toArray();
      ports.put(name[0], new Port(name[0], type[0], sizes));
    }
  }

  private interface Field {
    void read(CodedInputStream in, int tag) throws IOException;
  }

  private static void nested(CodedInputStream in, Field field) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      field.read(in, tag);
    }
    in.checkLastTagWas(0);
    in.popLimit(outer);
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    in.skipField(tag);
  }

  private static int lengthDelimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
