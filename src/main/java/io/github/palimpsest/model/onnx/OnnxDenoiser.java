package io.github.palimpsest.model.onnx;

import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.model.Conditioning;
import io.github.palimpsest.model.ControlNet;
import io.github.palimpsest.model.Denoiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The U-Net and its control nets with every tensor allocated once. */
final class OnnxDenoiser implements Denoiser {
  private final UnetInputs.Shape shape;
  private final boolean inpainting;
  private final NetworkCall call;
  private final UnetInputs inputs;
  private final NativeTensor output;
  private final List<NativeTensor> residuals = new ArrayList<>();
  private final ControlBranch[] branches;
  private float[] boundMask;
  private float[] boundMasked;
  private final float[] weights;

  /** What the nets add, and one net's share of it; null until a net acts. */
  private float[][] sums;

  private float[][] buffers;
  private final IntFunction<ControlBranch> maker;
  private boolean guess;
  private boolean cancelled; // guarded by branches
  private boolean residualsZero = true;

  /**
   * Allocates every tensor of the U-Net.
   *
   * @param config {@code unet/config.json}
   * @param loader loads a control net when it is first used
   */
  OnnxDenoiser(
      Network unet,
      Map<String, Object> config,
      UnetInputs.Shape shape,
      boolean inpainting,
      Conditioning conditioning,
      List<ControlNet> nets,
      Function<ControlNet, Network> loader) {
    this.shape = shape;
    this.inpainting = inpainting;
    List<long[]> shapes =
        ResidualShapes.shapes(unet.inputs.keySet(), config, shape.height(), shape.width());
    branches = new ControlBranch[nets.size()];
    weights = new float[nets.size()];
    call = new NetworkCall(unet);
    try {
      inputs = new UnetInputs(unet, call, shape, conditioning);
      inputs.guidance(1);
      for (int i = 0; i < shapes.size(); i++) {
        String name = i < shapes.size() - 1 ? ResidualShapes.DOWN + i : ResidualShapes.MID;
        residuals.add(call.input(name, shapes.get(i)));
      }
      String first = unet.outputs.keySet().iterator().next();
      output = call.output(first, 1, shape.channels(), shape.height(), shape.width());
    } catch (RuntimeException | Error e) {
      call.close();
      throw e;
    }
    maker =
        net ->
            new ControlBranch(
                loader.apply(nets.get(net)),
                nets.get(net),
                shapes,
                shape,
                conditioning,
                shape.scale());
  }

  @Override
  public int channels() {
    return shape.channels();
  }

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public void bindMask(float[] mask, float[] masked) {
    if (!inpainting) {
      throw new BadInput("The model takes no mask: method Concat needs an inpainting model.");
    }
    int plane = shape.height() * shape.width();
    checkLength("mask", mask, plane);
    checkLength("masked", masked, plane * shape.channels());
    boundMask = mask;
    boundMasked = masked;
    inputs.mask(mask, masked);
    for (ControlBranch branch : branches) {
      if (branch != null) {
        branch.mask(mask, masked);
      }
    }
  }

  @Override
  public void bindControl(int net, float[] map) {
    if (branches[net] == null) {
      ControlBranch branch = maker.apply(net);
      synchronized (branches) {
        branches[net] = branch;
        if (cancelled) {
          branch.cancel();
        }
      }
      if (boundMask != null) {
        branch.mask(boundMask, boundMasked);
      }
    }
    branches[net].bind(map);
  }

  @Override
  public void controlWeight(int net, double weight) {
    weights[net] = (float) weight;
  }

  @Override
  public void guess(boolean on) {
    guess = on;
  }

  @Override
  public void guidanceScale(double scale) {
    inputs.guidance(scale);
  }

  @Override
  public void predict(float[] x, double timestep, float[] out) {
    int size = shape.channels() * shape.height() * shape.width();
    checkLength("x", x, size);
    checkLength("out", out, size);
    control(x, timestep);
    inputs.step(x, timestep);
    call.run();
    call.read(output, out);
  }

  private void control(float[] x, double timestep) {
    boolean active = false;
    for (int net = 0; net < branches.length; net++) {
      if (weights[net] != 0) {
        if (!active) {
          clearSums();
        }
        active = true;
        if (branches[net] == null) {
          throw new IllegalStateException("controlWeight before bindControl");
        }
        branches[net].run(x, timestep, weights[net], guess, sums, buffers);
      }
    }
    if (active) {
      for (int i = 0; i < sums.length; i++) {
        residuals.get(i).put(sums[i], 0);
      }
      residualsZero = false;
    } else if (!residualsZero) {
      residuals.forEach(NativeTensor::clear);
      residualsZero = true;
    }
  }

  private void clearSums() {
    if (sums == null) {
      sums = residualArrays();
      buffers = residualArrays();
    } else {
      for (float[] sum : sums) {
        Arrays.fill(sum, 0);
      }
    }
  }

  private float[][] residualArrays() {
    return residuals.stream().map(slot -> new float[slot.size]).toArray(float[][]::new);
  }

  private static void checkLength(String name, float[] values, int wanted) {
    if (values.length != wanted) {
      throw new IllegalArgumentException(
          name + ".length (" + values.length + ") must be " + wanted);
    }
  }

  @Override
  public long nativeBytes() {
    long sum = call.bytes();
    for (ControlBranch branch : branches) {
      sum += branch == null ? 0 : branch.bytes();
    }
    return sum;
  }

  @Override
  public void cancel() {
    call.cancel();
    synchronized (branches) {
      cancelled = true;
      for (ControlBranch branch : branches) {
        if (branch != null) {
          branch.cancel();
        }
      }
    }
  }

  @Override
  public void uncancel() {
    call.uncancel();
    synchronized (branches) {
      cancelled = false;
      for (ControlBranch branch : branches) {
        if (branch != null) {
          branch.uncancel();
        }
      }
    }
  }

  @Override
  public void close() {
    call.close();
    synchronized (branches) {
      for (ControlBranch branch : branches) {
        if (branch != null) {
          branch.close();
        }
      }
    }
  }
}
