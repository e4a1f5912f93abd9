package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.folder.ModelParts;
import io.github.palimpsest.model.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.function.Consumer;

/** A tokenizer with its text encoder. Thread-safe. */
final class TextEncoder implements AutoCloseable {
  private final Network net;
  private final ModelParts.Text part;
  private final Tokenizer tokenizer;

  TextEncoder(Network net, ModelParts.Text part, Tokenizer tokenizer) {
    this.net = net;
    this.part = part;
    this.tokenizer = tokenizer;
  }

  /**
   * Encodes a prompt; the vectors of a weighted word are moved away from those of the empty prompt
   * by its weight: empty + weight * (vector - empty).
   */
  Conditioning encode(String prompt, Consumer<String> warn) {
    Tokenizer.Tokens tokens = tokenizer.encode(prompt, part.maxLength(), warn);
    Conditioning plain = run(tokens);
    float[] weights = tokens.weights();
    if (weights == null) {
      return plain;
    }
    Conditioning empty = run(tokenizer.encode("", part.maxLength(), warn));
    float[] vectors = plain.embeddings().clone();
    for (int token = 0; token < plain.tokens(); token++) {
      if (weights[token] != 1) {
        for (int i = token * plain.width(); i < (token + 1) * plain.width(); i++) {
          float base = empty.embeddings()[i];
          vectors[i] = base + weights[token] * (vectors[i] - base);
        }
      }
    }
    return new Conditioning(vectors, plain.tokens(), plain.width(), plain.pooled());
  }

  private Conditioning run(Tokenizer.Tokens tokens) {
    int length = tokens.ids().length;
    try (NetworkCall call = new NetworkCall(net)) {
      NativeTensor ids = call.input("input_ids", 1, length);
      NativeTensor mask =
          net.takes("attention_mask") ? call.input("attention_mask", 1, length) : null;
      NativeTensor positions =
          net.takes("position_ids") ? call.input("position_ids", 1, length) : null;
      for (int i = 0; i < length; i++) {
        ids.put(i, tokens.ids()[i]);
        if (mask != null) {
          mask.put(i, i < tokens.used() || !part.masksPadding() ? 1 : 0);
        }
        if (positions != null) {
          positions.put(i, i);
        }
      }
      NativeTensor hidden = call.output(part.output(), 1, length, width(part.output(), 2));
      int pooledWidth = part.pooledOutput() == null ? 0 : width(part.pooledOutput(), 1);
      NativeTensor pooled =
          pooledWidth == 0 ? null : call.output(part.pooledOutput(), 1, pooledWidth);
      call.run();
      float[] vectors = new float[hidden.size];
      call.read(hidden, vectors);
      float[] whole = new float[pooledWidth];
      if (pooled != null) {
        call.read(pooled, whole);
      }
      return new Conditioning(vectors, length, part.width(), whole);
    }
  }

  private int width(String output, int axis) {
    return net.outputs.get(output).size(axis, part.width());
  }

  /** Joins the vectors of two encoders token by token; the pooled vector is the second's. */
  static Conditioning join(Conditioning first, Conditioning second) {
    int tokens = first.tokens();
    int width = first.width() + second.width();
    float[] vectors = new float[tokens * width];
    for (int token = 0; token < tokens; token++) {
      System.arraycopy(
          first.embeddings(), token * first.width(), vectors, token * width, first.width());
      System.arraycopy(
          second.embeddings(),
          token * second.width(),
          vectors,
          token * width + first.width(),
          second.width());
    }
    return new Conditioning(
        vectors, tokens, width, Arrays.copyOf(second.pooled(), second.pooled().length));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
