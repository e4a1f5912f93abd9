package io.github.palimpsest.inpaint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import io.github.palimpsest.image.IntervalImage;
import io.github.palimpsest.request.Request;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.imglib2.position.FunctionRandomAccessible;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

/** What is read of an image to copy from follows neither its size nor its number of planes. */
class ExamplesCostTest {
  @Test
  void anImageLargerThanMemoryCostsWhatIsCopiedOfIt() {
    AtomicLong read = new AtomicLong();
    var huge =
        Views.interval(
            new FunctionRandomAccessible<>(
                2,
                (at, value) -> {
                  read.incrementAndGet();
                  int x = at.getIntPosition(0);
                  value.set(
                      x < 64
                          ? 20 + (31 * x + 17 * at.getIntPosition(1)) % 70
                          : ExamplesOfImageTest.bright(x));
                },
                UnsignedByteType::new),
            Intervals.createMinSize(0, 0, 16384, 16384));
    ImagePlus image =
        ExamplesOfImageTest.with(
            IntervalImage.of(huge, "huge"), ExamplesOfImageTest.example("all", 0, 0, 16384, 16384));
    Request request =
        ExamplesOfImageTest.QUICK.with("context", "32").with("prompt", "all").with("steps", 2);
    ExamplesOfImageTest.run(image, request);
    long context = 88 * 88;
    assertTrue(read.get() <= 3 * context + (1 << 20), read + " pixels read");
    assertTrue(read.get() > 1 << 19, read + " pixels read");
  }

  @Test
  void aLongVirtualStackIsReadInSixteenPlanes() {
    AtomicInteger loaded = new AtomicInteger();
    VirtualStack stack =
        new VirtualStack(128, 128, null, null) {
          @Override
          public ImageProcessor getProcessor(int n) {
            loaded.incrementAndGet();
            return ExamplesOfImageTest.halves(128, 128);
          }
        };
    for (int z = 0; z < 200; z++) {
      stack.addSlice("" + z);
    }
    ImagePlus image = ExamplesOfImageTest.with(new ImagePlus("virtual", stack));
    Request request = ExamplesOfImageTest.QUICK.with("bank", "stack").with("steps", 1);
    ExamplesOfImageTest.run(image, request.with("bank", "plane"));
    int alone = loaded.getAndSet(0);
    ExamplesOfImageTest.run(image, request);
    assertTrue(loaded.get() > alone && loaded.get() <= alone + 16, loaded + " against " + alone);
  }
}
