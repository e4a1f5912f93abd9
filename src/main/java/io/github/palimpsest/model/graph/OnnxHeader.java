package io.github.palimpsest.model.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.palimpsest.model.file.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The inputs and outputs of an ONNX file and some facts about its graph, read without loading
 * weights.
 *
 * @param inputs graph inputs in order, without initializers
 * @param outputs graph outputs in order
 * @param external files that hold weights outside the ONNX file, with the bytes each must have
 * @param randomOperator name of an operator that draws random numbers, or null
 * @param takesAnySize whether every Resize node is told its output size instead of a factor, so
 *     that a U-Net accepts sizes that its down-sampling does not divide
 * @param halvings how often the size is halved on the way from an input to an output, at most
 * @param doublings how often it is doubled, at most
 * @param softmaxes nodes that hold a matrix of attention, as a rule
 */
public record OnnxHeader(
    Map<String, ValueInfo> inputs,
    Map<String, ValueInfo> outputs,
    Map<String, Long> external,
    String randomOperator,
    boolean takesAnySize,
    int halvings,
    int doublings,
    int softmaxes) {

  /** A file is no readable ONNX file; the message is the rest of a sentence ("is empty"). */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  /**
   * Reads a file.
   *
   * @throws Unreadable if it is no ONNX file, truncated or larger than 2 GB
   */
  public static OnnxHeader read(Path file) throws IOException, Unreadable {
    long size = Files.size(file);
    String other = FileKind.insteadOf(file);
    if (other != null) {
      throw new Unreadable(other);
    }
    if (size > Integer.MAX_VALUE) {
      throw new Unreadable("is larger than the 2 GB an ONNX file can have (use external data)");
    }
    try (InputStream raw = Files.newInputStream(file)) {
      CodedInputStream in = CodedInputStream.newInstance(raw, 1 << 16);
      in.setSizeLimit(Integer.MAX_VALUE);
      in.pushLimit((int) size);
      return new OnnxHeaderReader().model(in);
    } catch (InvalidProtocolBufferException e) {
      throw new Unreadable("is truncated or not an ONNX file");
    }
  }

  /** An input by its name, or null. */
  public ValueInfo input(String name) {
    return inputs.get(name);
  }
}
