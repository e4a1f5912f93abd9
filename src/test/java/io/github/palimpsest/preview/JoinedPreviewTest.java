package io.github.palimpsest.preview;

import static io.github.palimpsest.inpaint.JoinedPictures.HOLE;
import static io.github.palimpsest.inpaint.JoinedPictures.JOINED;
import static io.github.palimpsest.inpaint.JoinedPictures.assertSame;
import static io.github.palimpsest.inpaint.JoinedPictures.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.CompositeImage;
import ij.ImagePlus;
import io.github.palimpsest.image.PreviewOverlay;
import io.github.palimpsest.inpaint.PreparedRun;
import io.github.palimpsest.inpaint.PreviewRunner;
import io.github.palimpsest.inpaint.PreviewRunner.Preview;
import io.github.palimpsest.inpaint.Runs;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.request.Request;
import org.junit.jupiter.api.Test;

/** Previews of channels that a model fills together. */
class JoinedPreviewTest {
  @Test
  void aPreviewShowsAllChannelsAndAppliesThem() {
    CompositeImage source = image(3, 1, 16);
    CompositeImage before = image(3, 1, 16);
    ImagePlus expected = Runs.inpaint(source, JOINED, Monitor.SILENT).result();
    try (PreviewRunner runner = new PreviewRunner(Monitor.SILENT)) {
      PreparedRun prepared = runner.read(source, JOINED, work -> {});
      assertEquals(prepared, runner.read(source, JOINED, work -> {}));
      Preview preview = runner.paint(prepared, new Quiet());
      assertEquals(3, preview.edits().size());
      int shown =
          PreviewOverlay.of(source, preview.edits()).getProcessor().getPixel(4, 4) & 0xffffff;
      ImagePlus flat = expected.flatten();
      assertEquals(flat.getProcessor().getPixel(HOLE.x + 4, HOLE.y + 4) & 0xffffff, shown);
      runner.apply(preview, true);
      assertSame(expected, source, "applied");
      // other channels are another model, loaded without being asked for
      Request two = JOINED.with("channels", "1,2");
      PreparedRun fewer = runner.read(before, two, work -> {});
      assertFalse(fewer.equals(prepared));
      assertEquals(2, runner.paint(fewer, new Quiet()).edits().size());
    }
  }

  private static final class Quiet implements PreviewRunner.Follower {
    @Override
    public boolean stepped(int step, int steps, double seconds) {
      return false;
    }

    @Override
    public void shown(Preview preview) {
      // the finished one is returned
    }
  }
}
