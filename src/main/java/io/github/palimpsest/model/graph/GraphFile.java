package io.github.palimpsest.model.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * ONNX files as messages. Weights are not copied: those of a large file stay in the file, which is
 * mapped into memory, and are copied from there when the message is written.
 */
final class GraphFile {
  // a mapped file cannot be deleted on Windows, so that small ones are read
  private static final long MAPPED_FROM = 64L << 20;

  private GraphFile() {}

  /** The bytes of a file. */
  static ByteString bytes(Path file) throws IOException, OnnxHeader.Unreadable {
    long size = Files.size(file);
    if (size > Integer.MAX_VALUE) {
      throw new OnnxHeader.Unreadable(
          "is larger than the 2 GB an ONNX file can have (use external data)");
    }
    if (size < MAPPED_FROM) {
      return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return UnsafeByteOperations.unsafeWrap(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  static Onnx.ModelProto parse(ByteString bytes) throws IOException, OnnxHeader.Unreadable {
    CodedInputStream in = bytes.newCodedInput();
    in.enableAliasing(true);
    in.setSizeLimit(Integer.MAX_VALUE);
    try {
      Onnx.ModelProto model = Onnx.ModelProto.parseFrom(in);
      if (model.getGraph().getOutputCount() > 0) {
        return model;
      }
    } catch (InvalidProtocolBufferException e) {
      // the same as a file without a graph
    }
    throw new OnnxHeader.Unreadable("is truncated or not an ONNX file");
  }

  static void write(Onnx.ModelProto model, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      model.writeTo(out);
    }
  }
}
