package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.WindowManager;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.onnx.OnnxModels;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  @Test
  void theNetworksHaveRunAndNobodyHoldsThem() {
    OnnxModels.unloadIdle();
    int images = WindowManager.getImageCount();
    long before = OnnxModels.nanosInside();
    WarmStart.run();
    assertTrue(OnnxModels.nanosInside() > before);
    assertFalse(Models.find(Models.DEFAULT).inUse());
    assertEquals(images, WindowManager.getImageCount());
    assertNull(WindowManager.getTempCurrentImage());
  }
}
