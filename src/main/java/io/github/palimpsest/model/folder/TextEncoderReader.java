package io.github.palimpsest.model.folder;

import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import io.github.palimpsest.model.graph.OnnxHeader;
import io.github.palimpsest.model.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text encoders with their tokenizers and checks them against the U-Net. */
final class TextEncoderReader {
  private static final Pattern HIDDEN = Pattern.compile("hidden_states[._](\\d+)");
  private static final Set<String> KNOWN = Set.of("input_ids", "attention_mask", "position_ids");
  private static final int TIME_IDS = 6;

  private TextEncoderReader() {}

  static List<ModelParts.Text> read(FolderReader reader, Map<String, Object> index, UnetPart unet) {
    boolean sdxl = unet.takes("text_embeds");
    List<ModelParts.Text> texts = new ArrayList<>();
    for (String suffix : List.of("", "_2")) {
      String encoder = "text_encoder" + suffix;
      String tokenizer = "tokenizer" + suffix;
      boolean exists = reader.has(encoder) || FolderReader.indexed(index, encoder);
      boolean needed = suffix.isEmpty() ? unet.takes("encoder_hidden_states") : sdxl;
      if (exists || needed || reader.has(tokenizer)) {
        texts.add(text(reader, encoder, tokenizer, unet, sdxl));
      }
    }
    checkWidths(reader.problems, texts, unet, sdxl);
    return List.copyOf(texts);
  }

  private static ModelParts.Text text(
      FolderReader reader, String encoder, String tokenizer, UnetPart unet, boolean sdxl) {
    Problems problems = reader.problems;
    OnnxHeader header = reader.onnx(encoder);
    Map<String, Object> config =
        ModelJson.readOptional(reader.folder, encoder + "/config.json", problems);
    reader.requireClass(encoder + "/config.json", config, "Text");
    int maxLength = TokenizerCheck.check(reader, tokenizer, config);
    int width = ModelJson.integer(config, "hidden_size", -1);
    if (!reader.requireInput(encoder, header, "input_ids")) {
      return new ModelParts.Text(encoder, tokenizer, null, null, width, maxLength, true);
    }
    for (String input : header.inputs().keySet()) {
      if (!KNOWN.contains(input)) {
        problems.add("%s/model.onnx asks for an input '%s' that is not supported", encoder, input);
      }
    }
    int fixed = header.input("input_ids").size(1);
    String output = sdxl ? penultimate(header) : lastHidden(header);
    if (output == null) {
      problems.add(
          "%s/model.onnx lacks an output '%s' (it has %s)",
          encoder,
          sdxl ? "hidden_states.N" : "last_hidden_state",
          String.join(", ", header.outputs().keySet()));
    } else {
      int onnx = header.outputs().get(output).size(2);
      if (onnx > 0 && width > 0 && onnx != width) {
        problems.add(
            "%s/config.json says hidden_size = %d but %s/model.onnx gives %d",
            encoder, width, encoder, onnx);
      }
      width = onnx > 0 ? onnx : width;
    }
    if (width <= 0 && !sdxl && unet.takes("encoder_hidden_states")) {
      width = unet.header().input("encoder_hidden_states").size(2);
    }
    if (width <= 0) {
      problems.add(
          "neither %s/config.json (hidden_size) nor a network says how long its vectors are",
          encoder);
    }
    // CLIP attends to its padding unless its config says otherwise, as diffusers runs it.
    boolean clip = ModelJson.string(config, "model_type", "clip").startsWith("clip");
    boolean masks = !clip || Boolean.TRUE.equals(config.get("use_attention_mask"));
    return new ModelParts.Text(
        encoder, tokenizer, output, pooled(header), width, fixed > 0 ? fixed : maxLength, masks);
  }

  private static String lastHidden(OnnxHeader header) {
    if (header.outputs().containsKey("last_hidden_state")) {
      return "last_hidden_state";
    }
    ValueInfo first = header.outputs().values().iterator().next();
    return first.rank() == 3 ? first.name() : null;
  }

  /** hidden_states[-2] of a list that starts with the embeddings. */
  private static String penultimate(OnnxHeader header) {
    int last = -1;
    String prefix = null;
    for (String name : header.outputs().keySet()) {
      Matcher matcher = HIDDEN.matcher(name);
      if (matcher.matches() && Integer.parseInt(matcher.group(1)) > last) {
        last = Integer.parseInt(matcher.group(1));
        prefix = name.substring(0, matcher.start(1));
      }
    }
    String wanted = prefix + (last - 1);
    return header.outputs().containsKey(wanted) ? wanted : null;
  }

  private static String pooled(OnnxHeader header) {
    for (String name : List.of("text_embeds", "pooler_output")) {
      if (header.outputs().containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  private static void checkWidths(
      Problems problems, List<ModelParts.Text> texts, UnetPart unet, boolean sdxl) {
    if (!unet.readable() || texts.isEmpty()) {
      return;
    }
    if (!unet.takes("encoder_hidden_states")) {
      problems.add("unet/model.onnx reads no text although %s exists", texts.get(0).encoder());
      return;
    }
    int onnx = unet.header().input("encoder_hidden_states").size(2);
    int config =
        ModelJson.integers(unet.config(), "cross_attention_dim").stream().findFirst().orElse(-1);
    if (onnx > 0 && config > 0 && onnx != config) {
      problems.add(
          "unet/config.json says cross_attention_dim = %d but unet/model.onnx has %d",
          config, onnx);
    }
    int width = onnx > 0 ? onnx : config;
    int given = texts.stream().mapToInt(ModelParts.Text::width).sum();
    boolean known = texts.stream().allMatch(text -> text.width() > 0);
    if (known && width > 0 && given != width) {
      problems.add(
          "the text encoder gives vectors of %d but unet/model.onnx reads %d", given, width);
    }
    if (sdxl) {
      checkSdxl(problems, texts, unet);
    }
  }

  private static void checkSdxl(Problems problems, List<ModelParts.Text> texts, UnetPart unet) {
    ModelParts.Text second = texts.get(texts.size() - 1);
    if (second.output() != null && !"text_embeds".equals(second.pooledOutput())) {
      problems.add("%s/model.onnx lacks the output 'text_embeds'", second.encoder());
    }
    int ids = unet.takes("time_ids") ? unet.header().input("time_ids").size(1) : -1;
    if (ids > 0 && ids != TIME_IDS) {
      problems.add("unet/model.onnx reads %d time_ids: only %d are supported", ids, TIME_IDS);
    }
  }
}
