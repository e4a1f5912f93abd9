package io.github.palimpsest.model.onnx;

import io.github.palimpsest.model.NetworkMemory;
import io.github.palimpsest.model.file.ModelJson;
import io.github.palimpsest.model.file.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * The memory that the networks of a folder need, by laws measured on ONNX Runtime's CPU
 * (docs/models.md). Loads nothing.
 *
 * <p>A U-Net with self-attention, as diffusers' are, holds {@value #MATRICES} matrices of cells ×
 * cells a head at once, so its memory grows with the square of the picture, unless attention runs
 * as one operator ({@link FusedAttention}). One without says in {@code palimpsest.json} how many
 * bytes a pixel takes. Tiles of {@link TileSizes}, and those of the autoencoder, are bounded.
 */
final class FolderMemory implements NetworkMemory {
  /** Matrices of attention that are held at the same time. */
  private static final int MATRICES = 4;

  /** Planes of the finest level that are held beside the skip connections. */
  private static final int PLANES = 4;

  /** The same where attention is one operator, which is then not the most of it. */
  private static final int FUSED_PLANES = 110;

  /** What a control net takes, of what the U-Net takes. */
  private static final double CONTROL = 0.5;

  private static final int FLOAT = 4;

  private final ModelFolder folder;
  private final Map<String, Object> unet;

  /** The law of a folder. */
  FolderMemory(ModelFolder folder) {
    this.folder = folder;
    unet = folder.parts().unetConfig();
  }

  @Override
  public boolean measured() {
    return folder.card().bytesPerPixel() > 0;
  }

  @Override
  public double weights() {
    double sum = 0;
    for (String file : folder.weightFiles()) {
      if (!file.startsWith("controlnet")) {
        try {
          sum += Files.size(folder.path().resolve(file));
        } catch (IOException e) {
          return sum; // whoever loads it says what is wrong
        }
      }
    }
    return sum;
  }

  @Override
  public double working(int width, int height, int controls) {
    return working(width, height, controls, false, false);
  }

  @Override
  public double rewritten(int width, int height, int controls) {
    boolean vae = !folder.pixelSpace() && FusedAttention.in(folder, "vae_decoder");
    return working(width, height, controls, FusedAttention.in(folder, "unet"), vae);
  }

  private double working(int width, int height, int controls, boolean unetFused, boolean vaeFused) {
    Tiling tiling = TileSizes.of(folder, height / folder.scale(), width / folder.scale());
    int tileWidth = tiling.tileWidth() * folder.scale();
    int tileHeight = tiling.tileHeight() * folder.scale();
    double unetBytes = unet(tileWidth, tileHeight, unetFused) * (1 + CONTROL * controls);
    return Math.max(unetBytes, vae(width, height, vaeFused));
  }

  /** What the U-Net works in, in one piece. */
  double unet(int width, int height) {
    return unet(width, height, false);
  }

  /**
   * @param fused whether attention holds no matrices
   */
  private double unet(int width, int height, boolean fused) {
    if (measured()) {
      return (double) folder.card().bytesPerPixel() * width * height;
    }
    List<Integer> channels = ModelJson.integers(unet, "block_out_channels");
    double attention = 0;
    double skips = 0;
    double cells = cells(width, height);
    for (int level = 0; level < channels.size(); level++) {
      double n = cells / Math.pow(4, level);
      boolean last = level == channels.size() - 1;
      if (attends(level) || last && middleAttends()) {
        attention = Math.max(attention, heads(level, channels.get(level)) * n * n);
      }
      skips +=
          (ModelJson.integers(unet, "layers_per_block").stream().findFirst().orElse(2) + 1)
              * n
              * channels.get(level);
    }
    int planes = fused ? FUSED_PLANES : PLANES;
    double finest = channels.isEmpty() ? 0 : planes * cells * channels.get(0);
    attention = fused ? 0 : attention;
    return FLOAT * (MATRICES * attention + skips + finest);
  }

  private double cells(int width, int height) {
    return (double) width * height / ((double) folder.scale() * folder.scale());
  }

  private boolean attends(int level) {
    String type =
        unet.get("down_block_types") instanceof List<?> types && level < types.size()
            ? String.valueOf(types.get(level))
            : "";
    return diffusers() && type.contains("Attn");
  }

  private boolean middleAttends() {
    boolean plain = "UNet2DModel".equals(unet.get("_class_name"));
    return diffusers()
        && (plain
            ? !Boolean.FALSE.equals(unet.get("add_attention"))
            : ModelJson.string(unet, "mid_block_type", "UNetMidBlock2DCrossAttn").contains("Attn"));
  }

  /** Whether attention is what diffusers' classes mean by it: every cell sees every cell. */
  private boolean diffusers() {
    return ModelJson.string(unet, "_class_name", "").startsWith("UNet2D");
  }

  private int heads(int level, int channels) {
    List<Integer> heads = ModelJson.integers(unet, "num_attention_heads");
    List<Integer> dims = ModelJson.integers(unet, "attention_head_dim");
    if ("UNet2DModel".equals(unet.get("_class_name"))) {
      int dim = dims.isEmpty() ? 8 : dims.get(0);
      return dim > 0 ? Math.max(1, channels / dim) : 1;
    }
    // published U-Nets with text call the number of heads attention_head_dim
    List<Integer> given = heads.isEmpty() ? dims : heads;
    return given.isEmpty() ? 8 : Math.max(1, given.get(Math.min(level, given.size() - 1)));
  }

  private double vae(int width, int height, boolean fused) {
    if (folder.pixelSpace()) {
      return 0;
    }
    Map<String, Object> config =
        ModelJson.readOptional(folder.path(), "vae_decoder/config.json", new Problems());
    List<Integer> channels = ModelJson.integers(config, "block_out_channels");
    int side = folder.card().vaeTile();
    boolean free = folder.fixedWidth() < 0 && folder.fixedHeight() < 0;
    double cells = cells(width, height);
    cells = free ? Math.min(cells, (double) side * side) : cells;
    boolean attends =
        !fused
            && "AutoencoderKL".equals(config.get("_class_name"))
            && !Boolean.FALSE.equals(config.get("mid_block_add_attention"));
    double pixels = cells * folder.scale() * folder.scale();
    int finest = channels.stream().limit(2).mapToInt(c -> c).sum();
    return FLOAT * ((attends ? MATRICES * cells * cells : 0) + 2 * pixels * finest);
  }
}
