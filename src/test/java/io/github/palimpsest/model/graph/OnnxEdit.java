package io.github.palimpsest.model.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Changes ONNX files without their message classes; field numbers are those of onnx.proto3. */
public final class OnnxEdit {
  private OnnxEdit() {}

  /** Changes a whole model. */
  public static void change(Path file, UnaryOperator<UnknownFieldSet> change) throws IOException {
    UnknownFieldSet model = UnknownFieldSet.parseFrom(Files.readAllBytes(file));
    Files.write(file, change.apply(model).toByteArray());
  }

  /** A message with a number in place of a field. */
  public static UnknownFieldSet number(UnknownFieldSet message, int field, long value) {
    return message.toBuilder()
        .clearField(field)
        .mergeField(field, Field.newBuilder().addVarint(value).build())
        .build();
  }

  /** A message whose n-th entry of a field, a message itself, is changed. */
  public static UnknownFieldSet nested(
      UnknownFieldSet message, int field, int n, UnaryOperator<UnknownFieldSet> change) {
    Field.Builder changed = Field.newBuilder();
    int i = 0;
    for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
      try {
        changed.addLengthDelimited(
            i++ == n ? change.apply(UnknownFieldSet.parseFrom(bytes)).toByteString() : bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return message.toBuilder().clearField(field).mergeField(field, changed.build()).build();
  }

  /** Leaves the channels of the first output (12) or input (11) open, as most exporters do. */
  public static void freeChannels(Path file, int ports) throws IOException {
    // graph = 7; port.type = 2, tensor_type = 1, shape = 2, dim = 1, dim_value = 1
    change(
        file,
        m ->
            nested(
                m,
                7,
                0,
                g ->
                    nested(
                        g,
                        ports,
                        0,
                        p ->
                            nested(
                                p,
                                2,
                                0,
                                t ->
                                    nested(
                                        t,
                                        1,
                                        0,
                                        s ->
                                            nested(
                                                s,
                                                2,
                                                0,
                                                d ->
                                                    nested(
                                                        d,
                                                        1,
                                                        1,
                                                        v ->
                                                            UnknownFieldSet
                                                                .getDefaultInstance())))))));
  }
}
