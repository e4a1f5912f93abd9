package io.github.palimpsest.model.onnx;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one stage of a network takes, and whether it has changed since the stage last ran. */
final class StageInputs {
  private final Map<String, Port> declared;
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
  private final List<NativeTensor> slots = new ArrayList<>();
  private long done = -1;

  /**
   * @param stage null for none, which takes nothing
   */
  StageInputs(Stage stage) {
    declared = stage == null ? Map.of() : stage.inputs;
  }

  /** Takes a tensor if the stage has an input of that name; returns whether it has. */
  boolean offer(String name, OnnxTensor tensor) {
    boolean takes = declared.containsKey(name);
    if (takes) {
      tensors.put(name, tensor);
    }
    return takes;
  }

  /** As {@link #offer}, and what is written to the slot makes the stage stale. */
  void watch(String name, OnnxTensor tensor, NativeTensor slot, int from) {
    if (offer(name, tensor)) {
      slot.watch(from);
      slots.add(slot);
    }
  }

  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  /** The slots that are watched. */
  List<NativeTensor> slots() {
    return slots;
  }

  /** Whether the stage must run (again) before its results may be used. */
  boolean stale() {
    return done != changes();
  }

  /** The stage has run on what the slots hold now. */
  void done() {
    done = changes();
  }

  /** Something else that the stage takes has changed. */
  void changed() {
    done = -1;
  }

  private long changes() {
    long sum = 0;
    for (int i = 0; i < slots.size(); i++) {
      sum += slots.get(i).changes();
    }
    return sum;
  }
}
