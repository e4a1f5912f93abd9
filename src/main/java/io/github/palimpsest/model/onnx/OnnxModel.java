package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OrtException;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.Denoiser;
import io.github.palimpsest.model.LatentCodec;
import io.github.palimpsest.model.PixelCodec;
import io.github.palimpsest.model.PlanePart;
import io.github.palimpsest.model.folder.ModelParts;
import io.github.palimpsest.model.graph.rewrite.Rewriter;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * The networks of one folder on one device, each loaded when first used, but those of the text at
 * once and beside the U-Net. Thread-safe.
 */
final class OnnxModel {
  private final ModelFolder folder;
  private final ModelParts parts;
  private final int threads;
  private final Network.Loader loader;
  private final LoadOnce<String, Network> nets = new LoadOnce<>();
  private final ModelTexts texts;
  private final List<String> warnings = new ArrayList<>();
  private final List<Consumer<String>> users = new ArrayList<>();
  private final KeptDenoisers denoisers = new KeptDenoisers();
  private final Set<String> notRewritten = new ConcurrentSkipListSet<>();
  private volatile Device device;

  /** Loads the U-Net from its file, on the CPU when {@code wanted} cannot be used. */
  OnnxModel(ModelFolder folder, Device wanted) {
    this(folder, wanted, Network::load);
  }

  /** Loads the U-Net by {@code loader}, for calls on every core. */
  OnnxModel(ModelFolder folder, Device wanted, Network.Loader loader) {
    this(folder, wanted, Runtime.getRuntime().availableProcessors(), loader);
  }

  /**
   * Loads the U-Net by {@code loader}, on the CPU when {@code wanted} cannot be used.
   *
   * @param threads of a call that goes on alone
   */
  OnnxModel(ModelFolder folder, Device wanted, int threads, Network.Loader loader) {
    this.folder = folder;
    this.loader = loader;
    parts = folder.parts();
    this.threads = Math.max(1, threads);
    Ort.environment();
    device = wanted.resolve();
    warnings.addAll(folder.warnings());
    texts = new ModelTexts(folder, this::net);
    try {
      net("unet");
    } catch (RuntimeException | Error e) {
      unload();
      throw e;
    }
  }

  ModelFolder folder() {
    return folder;
  }

  String device() {
    return device.label;
  }

  /**
   * Takes in a user of the model, who is told all warnings: those that exist now, and those of
   * parts that load later. Until {@link #forget}.
   */
  void tell(Consumer<String> user) {
    List<String> now;
    synchronized (warnings) {
      users.add(user);
      denoisers.hold();
      now = List.copyOf(warnings);
    }
    now.forEach(user);
  }

  /** Tells that user no more; after the last one nothing is kept for a next run. */
  void forget(Consumer<String> user) {
    synchronized (warnings) {
      users.remove(user);
      if (users.isEmpty()) {
        denoisers.letGo();
      }
    }
  }

  private void warn(String sentence) {
    List<Consumer<String>> now;
    synchronized (warnings) {
      warnings.add(sentence);
      now = List.copyOf(users);
    }
    now.forEach(user -> user.accept(sentence));
  }

  /**
   * The version of the rewriter, with the parts that it could not help, or {@code off}; see {@link
   * io.github.palimpsest.model.LoadedModel#rewriter}.
   */
  String rewriter() {
    if (!parts.card().rewrite()) {
      return "off";
    }
    String but = String.join(" ", notRewritten);
    return Rewriter.version() + (but.isEmpty() ? "" : " without " + but);
  }

  private Network net(String part) {
    return net(part, threads);
  }

  /**
   * A part whose calls take so many threads each; calls on fewer threads have sessions of their
   * own.
   */
  private Network net(String part, int each) {
    return nets.get(part + " " + each, () -> told(load(part, each), part));
  }

  private Network told(Network net, String part) {
    if (net.warning() != null && notRewritten.add(part)) {
      warn(net.warning());
    }
    return net;
  }

  private Network load(String part, int each) {
    Device wanted = device;
    NetworkFile file =
        new NetworkFile(
            folder.name(), parts.path(), part, parts.channels(), parts.card().rewrite());
    if (wanted != Device.CPU) {
      try {
        ProviderProbe.require(wanted);
        return loader.load(file, wanted, each);
      } catch (OrtException e) {
        fallBack(wanted, e);
      }
    }
    try {
      return loader.load(file, Device.CPU, each);
    } catch (OrtException e) {
      throw LoadFailure.of(file.path(), e);
    }
  }

  /** Another part may have told of the same device already. */
  private void fallBack(Device wanted, OrtException reason) {
    synchronized (nets) {
      if (device == Device.CPU) {
        return;
      }
      device = Device.CPU;
    }
    warn(
        "device="
            + wanted.label
            + " cannot be used ("
            + Ort.reason(reason)
            + "); the CPU is used instead.");
  }

  Conditioning encode(String prompt, Consumer<String> warn) {
    return texts.encode(prompt, warn);
  }

  Conditioning encodeNegative(String negative, Consumer<String> warn) {
    return texts.encodeNegative(negative, warn);
  }

  Denoiser denoiser(int height, int width, Conditioning conditioning) {
    return denoiser(height, width, conditioning, 1);
  }

  /**
   * One whose calls go on beside others, {@code atOnce} together, each on its part of the cores.
   */
  Denoiser denoiser(int height, int width, Conditioning conditioning, int atOnce) {
    folder.requireSize(height, width);
    return denoisers.get(
        height, width, conditioning, atOnce, () -> made(height, width, conditioning, atOnce));
  }

  private Denoiser made(int height, int width, Conditioning conditioning, int atOnce) {
    Tiling tiling = TileSizes.of(folder, height, width);
    return tiling.whole()
        ? piece(height, width, conditioning, Math.max(1, threads / atOnce))
        : tiled(tiling, new TileWeights(tiling, 1), conditioning, atOnce);
  }

  /** That of a part of a plane. Parts are worked on once: nothing is kept of them. */
  Denoiser denoiser(PlanePart part, Conditioning conditioning, int atOnce) {
    folder.requireSize(part.height(), part.width());
    Tiling whole = TileSizes.of(folder, part.height(), part.width());
    Rectangle window = part.window();
    return tiled(
        whole.within(window), new TileWeights(whole, 1).within(window), conditioning, atOnce);
  }

  private TiledDenoiser tiled(
      Tiling tiling, TileWeights weights, Conditioning conditioning, int atOnce) {
    int each = Math.max(1, threads / atOnce);
    return new TiledDenoiser(
        tiling,
        weights,
        () -> piece(tiling.tileHeight(), tiling.tileWidth(), conditioning, each),
        parts.channels(),
        folder.scale());
  }

  private OnnxDenoiser piece(int height, int width, Conditioning conditioning, int each) {
    return new OnnxDenoiser(
        net("unet", each),
        parts.unetConfig(),
        new UnetInputs.Shape(parts.channels(), height, width, folder.scale()),
        folder.inpainting(),
        conditioning,
        parts.controlNets(),
        control -> net(control.folder(), each));
  }

  LatentCodec codec() {
    if (folder.pixelSpace()) {
      return new PixelCodec(parts.channels());
    }
    // networks of one size cannot take tiles
    int side = parts.card().vaeTile();
    boolean free = parts.fixedHeight() <= 0 && parts.fixedWidth() <= 0;
    return vaeCodec(free ? side * side : Integer.MAX_VALUE);
  }

  /** A VAE's codec that cuts what has more latent cells than {@code largest} into tiles. */
  VaeCodec vaeCodec(int largest) {
    return new VaeCodec(
        parts.vae(), parts.channels(), largest, () -> net("vae_encoder"), () -> net("vae_decoder"));
  }

  /** Frees every network; nothing made from this model may be in use. */
  void unload() {
    denoisers.letGo();
    texts.unload();
    for (Network net : nets.clear()) {
      try {
        net.close();
      } catch (OrtException e) {
        throw Ort.failed(net.file + " cannot be unloaded", e);
      }
    }
  }
}
