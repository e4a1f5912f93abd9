package io.github.palimpsest.model.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the messages of an ONNX file in one pass. Field numbers are those of onnx.proto3. The whole
 * file is read, so a truncated one is found: every message declares its length.
 */
final class OnnxHeaderReader {
  private final Map<String, ValueInfo> inputs = new LinkedHashMap<>();
  private final Map<String, ValueInfo> outputs = new LinkedHashMap<>();
  private final Map<String, Long> external = new LinkedHashMap<>();
  private final Set<String> initializers = new HashSet<>();
  private String randomOperator;
  private int softmaxes;
  private boolean enlargesByFactor;
  private final SizeChanges levels = new SizeChanges();
  private final ConvChannels channels = new ConvChannels();
  private boolean graph;

  OnnxHeader model(CodedInputStream in) throws IOException, OnnxHeader.Unreadable {
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
      throw new OnnxHeader.Unreadable("is truncated or not an ONNX file");
    }
    inputs.keySet().removeAll(initializers);
    inputs.replaceAll((name, port) -> channels.input(port));
    outputs.replaceAll((name, port) -> channels.output(port));
    return new OnnxHeader(
        inputs,
        outputs,
        external,
        randomOperator,
        !enlargesByFactor,
        levels.halvings(outputs.keySet()),
        levels.doublings(outputs.keySet()),
        softmaxes);
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

  // NodeProto: input = 1, output = 2, op_type = 4, attribute = 5. Resize(X, roi, scales, sizes).
  private void node(CodedInputStream in) throws IOException {
    List<String> nodeInputs = new ArrayList<>();
    List<String> nodeOutputs = new ArrayList<>();
    String[] operator = {""};
    int[] stride = {1};
    nested(
        in,
        (node, tag) -> {
          if (tag == lengthDelimited(1)) {
            nodeInputs.add(node.readString());
          } else if (tag == lengthDelimited(2)) {
            nodeOutputs.add(node.readString());
          } else if (tag == lengthDelimited(4)) {
            operator[0] = node.readString();
          } else if (tag == lengthDelimited(5)) {
            stride[0] = Math.max(stride[0], stride(node));
          } else {
            skip(node, tag);
          }
        });
    if (operator[0].startsWith("Random") || operator[0].equals("Multinomial")) {
      randomOperator = operator[0];
    }
    softmaxes += operator[0].equals("Softmax") ? 1 : 0;
    enlargesByFactor |=
        switch (operator[0]) {
          case "Upsample", "ConvTranspose", "DepthToSpace" -> true;
          case "Resize" -> nodeInputs.size() < 4 || nodeInputs.get(3).isEmpty();
          default -> false;
        };
    levels.node(operator[0], stride[0], nodeInputs, nodeOutputs);
    channels.node(operator[0], nodeInputs, nodeOutputs);
  }

  // AttributeProto: name = 1, i = 3, ints = 8 (packed or one by one).
  private static int stride(CodedInputStream in) throws IOException {
    String[] name = {""};
    long[] largest = {1};
    nested(
        in,
        (attribute, tag) -> {
          if (tag == lengthDelimited(1)) {
            name[0] = attribute.readString();
          } else if (tag == 3 << 3 || tag == 8 << 3) {
            largest[0] = Math.max(largest[0], attribute.readInt64());
          } else if (tag == lengthDelimited(8)) {
            List<Long> ints = new ArrayList<>();
            packed(attribute, ints);
            ints.forEach(i -> largest[0] = Math.max(largest[0], i));
          } else {
            skip(attribute, tag);
          }
        });
    boolean strides = name[0].equals("strides") || name[0].equals("blocksize");
    return strides ? (int) Math.min(largest[0], 1 << 16) : 1;
  }

  // TensorProto: dims = 1, name = 8, external_data = 13 (key = 1, value = 2).
  private void tensor(CodedInputStream in) throws IOException {
    Map<String, String> data = new HashMap<>();
    List<Long> sizes = new ArrayList<>();
    String[] name = {""};
    nested(
        in,
        (tensor, tag) -> {
          if (tag == lengthDelimited(8)) {
            name[0] = tensor.readString();
          } else if (tag == 1 << 3) {
            sizes.add(tensor.readInt64());
          } else if (tag == lengthDelimited(1)) {
            packed(tensor, sizes);
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
    initializers.add(name[0]);
    channels.weights(name[0], sizes);
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
  private void port(CodedInputStream in, Map<String, ValueInfo> ports) throws IOException {
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
    ports.put(name[0], new ValueInfo(name[0], type[0], sizes));
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

  private static void packed(CodedInputStream in, List<Long> numbers) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      numbers.add(in.readInt64());
    }
    in.popLimit(outer);
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    in.skipField(tag);
  }

  private static int lengthDelimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
