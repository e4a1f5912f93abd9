package io.github.palimpsest.inpaint;

import ij.ImagePlus;
import io.github.palimpsest.check.FreeMemory;
import io.github.palimpsest.check.TooLittleMemory;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.image.ResultImages;
import io.github.palimpsest.inpaint.input.MaskedPlane;
import io.github.palimpsest.inpaint.input.PlaneReader;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ChannelMapping;
import io.github.palimpsest.inpaint.sampler.SchedulerChoice;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.NetworkMemory;
import io.github.palimpsest.model.onnx.OnnxModels;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import io.github.palimpsest.roi.EmptyMask;
import io.github.palimpsest.roi.InputSize;
import io.github.palimpsest.roi.PromptRegion;
import io.github.palimpsest.roi.PromptRegions;
import io.github.palimpsest.sample.HeldArrays;
import io.github.palimpsest.sample.Scheduler;
import java.awt.Rectangle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory that a run will need, by its size and its model, before anything is loaded; refuses
 * what surely does not fit, with the remedy that helps most. Counts what is held at the same time
 * and nothing that may be garbage by then, so that what fits is not refused.
 */
public final class MemoryEstimate {
  /** Less free memory than this share of what a law says is surely too little. */
  private static final double SURE_OF_MEASURED = 0.9;

  private static final double SURE_OF_STRUCTURE = 0.75;
  private static final int FLOAT = 4;
  private static final int RGB = 3;

  private final Model folder;
  private final Request request;
  private final Rectangle context;
  private final NetworkMemory networks;
  private final String smaller;
  private final Scheduler scheduler;

  /** Bytes of heap by what to do about them. */
  private final Map<String, Double> heap = new LinkedHashMap<>();

  /**
   * @param context what the model sees of a plane, in pixels; only its size counts
   * @param smaller how the user makes it smaller, as an instruction
   */
  private MemoryEstimate(Model folder, Request request, Rectangle context, String smaller) {
    this.folder = folder;
    this.request = request;
    this.context = context;
    this.smaller = smaller;
    networks = folder.memory();
    scheduler = new SchedulerChoice(folder, request).create();
  }

  /**
   * What repainting planes of an image needs.
   *
   * @param aims planes, their masks and what is seen around them
   * @param session whether the step stack is there in any case
   */
  public static MemoryEstimate inpaint(
      ImagePlus image, List<MaskedPlane> aims, Request request, Model folder, boolean session) {
    List<MaskedPlane> planes = MaskedPlane.joined(folder, aims, sentence -> {});
    int channels = planes.get(0).planes().channels();
    Rectangle largest = new Rectangle();
    Rectangle frame = new Rectangle();
    double pixels = 0;
    double masks = 0;
    double finished = 0;
    boolean padded = false;
    for (MaskedPlane masked : planes) {
      Planes plane = masked.planes();
      Rectangle bounds = bounds(image, masked);
      if (bounds.isEmpty()) {
        continue;
      }
      InputSize sides = PlaneReader.size(folder);
      Crop crop = Crop.plan(plane.width(), plane.height(), bounds, masked.rule(), sides);
      Rectangle context = crop.context();
      pixels += area(context) + PlaneReader.examplePixels(folder, masked, crop);
      // the weights of a context that is all mask are those of the mask
      masks += area(bounds) + (bounds.equals(context) ? 0 : area(context));
      finished += channels * area(bounds);
      if (area(context) > area(largest)) {
        largest = context;
        padded = area(context) > 2 * area(bounds);
      }
      frame = frame.isEmpty() ? crop.visible() : frame.union(crop.visible());
    }
    String smaller = padded ? "choose a smaller context=" : "select a smaller part";
    MemoryEstimate need = new MemoryEstimate(folder, request, largest, smaller);
    int samples = request.integer(Param.SAMPLES, 1);
    need.add(smaller, channels * pixels + masks);
    need.add(samples > 1 ? "ask for fewer samples" : smaller, (samples - 1) * finished);
    need.run(channels, session, true, samples * planes.size());
    if (session || request.on(Param.STREAM)) {
      String remedy = session ? "use fewer steps or " + smaller : "run without stream";
      need.stack(remedy, channels * area(frame), samples * planes.size());
    }
    if (request.on(Param.SOURCES)) {
      double bytes = SourcesStack.bytes(image, request, samples * planes.size());
      need.add("run without sources", bytes / FLOAT);
    }
    if (!request.text(Param.OUTPUT).equals("Replace")) {
      String fewer = samples > 1 ? "ask for fewer samples" : "duplicate the part of interest first";
      need.add(fewer, ResultImages.bytes(image, samples) / FLOAT);
    }
    return need;
  }

  /** What regions leave of a mask; empty if nothing. */
  private static Rectangle bounds(ImagePlus image, MaskedPlane masked) {
    try {
      List<PromptRegion> regions = PromptRegions.of(image, masked.planes().first().position());
      return PromptRegions.open(masked.mask(), regions).bounds();
    } catch (EmptyMask e) {
      return new Rectangle(); // said where it is painted
    }
  }

  /**
   * What a new image needs.
   *
   * @param bitDepth of its pixels, as in ImageJ
   */
  static MemoryEstimate generate(
      int width, int height, int bitDepth, Request request, Model folder) {
    Rectangle all = new Rectangle(width, height);
    Crop crop = Crop.plan(all.width, all.height, all, ContextRule.WHOLE, PlaneReader.size(folder));
    String smaller = "lower width and height";
    MemoryEstimate need = new MemoryEstimate(folder, request, crop.context(), smaller);
    int channels = bitDepth == 24 ? 3 : 1;
    int samples = request.integer(Param.SAMPLES, 1);
    need.add(smaller, (channels + 1) * area(crop.context()));
    need.run(channels, false, false, samples);
    if (request.on(Param.STREAM)) {
      need.stack("run without stream", channels * area(all), samples);
    }
    String fewer = samples > 1 ? "ask for fewer samples" : smaller;
    double bytes = (double) (bitDepth == 24 ? Integer.SIZE : bitDepth) / Byte.SIZE;
    need.add(fewer, area(all) * (channels * (samples - 1) + bytes * samples / FLOAT));
    return need;
  }

  /** What a session needs that goes on in a context that is known. */
  public static MemoryEstimate session(
      Rectangle context, int channels, Request request, Model folder) {
    MemoryEstimate need =
        new MemoryEstimate(folder, request, context, "start anew on a smaller part");
    need.add(need.smaller, (channels + 2) * area(context));
    need.run(channels, true, true, 1);
    need.stack("use fewer steps or start anew on a smaller part", channels * area(context), 1);
    return need;
  }

  /**
   * What a part of a plane needs that is repainted by itself.
   *
   * @param context what is read of the plane
   * @param mask bounding box of what is repainted there
   */
  public static MemoryEstimate piece(
      Rectangle context, Rectangle mask, int channels, Request request, Model folder) {
    MemoryEstimate need = new MemoryEstimate(folder, request, context, "mark fewer pixels at once");
    need.add(need.smaller, (channels + 1) * area(context) + (channels + 1) * area(mask));
    need.run(channels, false, true, 1);
    return need;
  }

  private static double area(Rectangle r) {
    return (double) r.width * r.height;
  }

  /**
   * Counts what any run holds while it steps; that is more than while its picture is composed.
   *
   * @param session whether it keeps its states to go back to
   * @param picture whether there is a picture to begin with
   * @param runs samples of all planes
   */
  private void run(int channels, boolean session, boolean picture, int runs) {
    int modelChannels = folder.imageChannels();
    String method = request.text(Param.METHOD);
    boolean concat = method.equals("Auto") ? folder.inpainting() : method.equals("Concat");
    boolean soft = request.number(Param.FEATHER) > 0;
    boolean known = picture && (!concat || soft);
    int jump = method.equals("RePaint") ? Math.max(1, request.integer(Param.JUMP, 0)) : 0;
    boolean hooked = !request.text(Param.HOOK).isEmpty();
    double guidance = request.number(Param.GUIDANCE, folder.defaultGuidance());
    boolean guided = guidance > 1 && folder.supportsGuidance();
    double latent = latent(channels);
    int arrays = new HeldArrays(!session, known, jump, hooked, guided).count(scheduler);
    // grey pictures of one channel are the model's own; others are made for it
    boolean own = modelChannels == 1 && channels != RGB;
    double pictures = (channels + (own ? 0 : passes(channels) * modelChannels)) * area(context);
    double masked = folder.inpainting() ? latent : 0;
    double states = arrays * latent;
    // once the networks have it, the picture is kept by those who go back and as known pixels
    boolean kept = session || known && folder.scale() == 1;
    add(smaller, (kept ? pictures : 0) + masked + (soft ? area(context) : 0));
    add(session ? "use fewer steps or " + smaller : smaller, states);
    if (request.on(Param.LATENTS)) {
      add("run without latents", latent * (scheduler.steps() + 1) * runs);
    }
  }

  private int passes(int channels) {
    return new ChannelMapping(channels, folder.imageChannels(), null).count();
  }

  /** Values of one state of the sampler. */
  private double latent(int channels) {
    int scale = folder.scale();
    return passes(channels) * folder.channels() * area(context) / scale / scale;
  }

  private void stack(String remedy, double frame, int runs) {
    add(remedy, frame * (scheduler.steps() + 1) * runs);
  }

  private void add(String remedy, double floats) {
    heap.merge(remedy, floats * FLOAT, Double::sum);
  }

  /** Bytes of heap. */
  public double heapBytes() {
    return heap.values().stream().mapToDouble(b -> b).sum();
  }

  /**
   * Bytes that the networks work in.
   *
   * @param few what is few enough: of more it is looked at more closely, which takes longer
   */
  public double networkBytes(double few) {
    double bytes = networkBytes();
    return bytes <= few ? bytes : networks.rewritten(context.width, context.height, controls());
  }

  /** Bytes of heap and of the networks, with their weights. */
  public double bytes() {
    return heapBytes() + networkBytes() + networks.weights();
  }

  /** Bytes that the networks work in. */
  double networkBytes() {
    return networks.working(context.width, context.height, controls());
  }

  private int controls() {
    String maps = request.text(Param.CONTROL);
    int named = maps.isEmpty() ? 0 : maps.split(",").length;
    return Math.min(folder.controlNets().size(), named);
  }

  /**
   * Refuses a run that cannot fit, as {@link #check()}, and says what memory it will take.
   *
   * @throws TooLittleMemory with the sizes and the remedy
   */
  public void check(Monitor monitor) {
    check();
    monitor.status("Loading the model, this run takes about " + FreeMemory.say(bytes()));
  }

  /**
   * Refuses a run that cannot fit.
   *
   * @throws TooLittleMemory with the sizes and the remedy
   */
  public void check() {
    String remedy =
        heap.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(smaller);
    FreeMemory.require(heapBytes(), "This run", remedy);
    checkNetworks();
  }

  private void checkNetworks() {
    double working = networkBytes();
    double need = working + networks.weights();
    double sure = networks.measured() ? SURE_OF_MEASURED : SURE_OF_STRUCTURE;
    if (need * sure <= FreeMemory.computer()
        || !OnnxModels.inComputerMemory(request.text(Param.DEVICE))) {
      return;
    }
    OnnxModels.unloadIdle();
    working = networks.rewritten(context.width, context.height, controls());
    need = working + networks.weights();
    boolean inUse = folder.inUse();
    // who works with the same networks already holds their memory, and it is used again
    double free = inUse ? FreeMemory.whole() : FreeMemory.computer();
    if (need * sure > free) {
      throw TooLittleMemory.of(
          "The model %s needs about %s for %d x %d pixels, but the computer has %s free: %s, or close"
              + " other programs.",
          folder.name(),
          FreeMemory.say(need),
          context.width,
          context.height,
          FreeMemory.say(free),
          working > networks.weights() ? smaller : "choose a smaller model");
    }
  }
}
