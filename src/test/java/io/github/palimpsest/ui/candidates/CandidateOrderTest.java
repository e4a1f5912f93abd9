package io.github.palimpsest.ui.candidates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateOrderTest {
  @Test
  void theBorderMostLikeThePictureAroundComesFirst() {
    double[] seams = {2, 0.9, Double.NaN, 1, 0.5, 1 / 0.9};
    assertEquals(List.of(3, 1, 5, 0, 4, 2), CandidateOrder.bySeam(seams));
  }

  @Test
  void equalsKeepTheirOrder() {
    assertEquals(List.of(0, 1, 2), CandidateOrder.bySeam(new double[] {0.8, 0.8, 0.8}));
    double[] none = {Double.NaN, Double.NaN};
    assertEquals(List.of(0, 1), CandidateOrder.bySeam(none));
  }

  @Test
  void theSpreadIsTheStandardDeviationOverCandidates() {
    float[][] one = {{1, 5, 3}};
    float[][] two = {{3, 5, 3}};
    float[][] three = {{5, 5, 9}};
    Spread spread = Spread.of(List.of(one, two, three));
    assertArrayEquals(new float[] {2, 0, (float) Math.sqrt(12)}, spread.sd(), 1e-6f);
    assertEquals(Math.sqrt(12), spread.most(), 1e-6);
    BufferedImage picture = spread.picture(3, 1);
    assertEquals(0xff000000, picture.getRGB(1, 0));
    assertEquals(0xffffffff, picture.getRGB(2, 0));
  }

  @Test
  void aSingleOneDoesNotDiffer() {
    assertArrayEquals(
        new float[] {0, 0}, Spread.of(List.<float[][]>of(new float[][] {{4, 7}})).sd());
  }

  @Test
  void darkPicturesAreStretchedTogether() {
    BufferedImage dark = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    BufferedImage darker = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      dark.setRGB(i % 16, i / 16, i < 128 ? 0x1e1e1e : 0x0a0a0a);
      darker.setRGB(i % 16, i / 16, 0x141414);
    }
    Thumbnail.Stretch stretch = Thumbnail.Stretch.of(List.of(dark, darker));
    assertEquals(0xffffffff, stretch.apply(dark).getRGB(0, 0));
    assertEquals(0xff000000, stretch.apply(dark).getRGB(15, 15));
    assertEquals(0xff7f7f7f, stretch.apply(darker).getRGB(0, 0));
  }
}
