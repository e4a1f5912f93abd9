package io.github.palimpsest.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Planes;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import io.github.palimpsest.roi.ContextRule;
import io.github.palimpsest.roi.Crop;
import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlMapsTest {
  private static final List<ControlNetInput> ONE =
      List.of(new ControlNetInput("control", 3, false));
  private static final List<ControlNetInput> TWO =
      List.of(
          new ControlNetInput("canny", 3, false), new ControlNetInput("segmentation", 1, false));
  private static final Rectangle MASK = new Rectangle(2, 60, 20, 18);

  private final ImagePlus source = Pictures.texture(90, 80, 1);
  private final OpenBatch open = new OpenBatch();

  @AfterEach
  void close() {
    open.close();
  }

  private ImagePlus image(String title, String type, int width, int height) {
    return open.add(IJ.createImage(title, type + " ramp", width, height, 1));
  }

  private List<ControlInput> inputs(List<ControlNetInput> nets, Object... keys) {
    return ControlMaps.of(source, 90, 80, Request.of(keys), "tiny", nets);
  }

  private String refusal(List<ControlNetInput> nets, Object... keys) {
    String sentence = assertThrows(BadInput.class, () -> inputs(nets, keys)).getMessage();
    assertTrue(sentence.endsWith(".") && sentence.indexOf('\n') < 0, sentence);
    return sentence;
  }

  private static Crop crop() {
    return Crop.plan(90, 80, MASK, ContextRule.parse("7"), 8);
  }

  @Test
  void withoutTheKeyThereIsNothing() {
    assertEquals(List.of(), inputs(ONE));
    assertEquals(List.of(), inputs(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "edges | 0",
        "canny | 0",
        "Segmentation | 1",
        "canny:softedges | 0",
        "edges:my map | 0",
        "segmentation:my map | 1",
        "segmentation:C1:x | 1",
      })
  void findsTheNet(String control, int net) {
    image("my map", "8-bit", 90, 80);
    image("C1:x", "8-bit", 90, 80);
    List<ControlInput> inputs = inputs(TWO, "control", control);
    assertEquals(net, inputs.get(0).net());
    assertEquals(control, inputs.get(0).toString());
  }

  @Test
  void aBareTitleOrKindTakesTheOnlyNet() {
    image("my, map", "8-bit", 90, 80);
    image("C1:x", "8-bit", 90, 80);
    for (String control : new String[] {"my, map", "C1:x", "blur", "control:my, map"}) {
      if (!control.equals("control:my, map")) {
        assertEquals(0, inputs(ONE, "control", control).get(0).net());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "canny:exp 1.lif - S1, ch:1 [z=3] | 0 | exp 1.lif - S1, ch:1 [z=3]",
        "canny:exp 1.lif - S1, ch:1 [z=3],segmentation | 0 | exp 1.lif - S1, ch:1 [z=3]",
        "segmentation,canny:exp 1.lif - S1, ch:1 [z=3] | 1 | exp 1.lif - S1, ch:1 [z=3]",
        "canny:a, segmentation:a,b | 1 | a,b",
        "canny:edges,segmentation:a,b | 1 | a,b",
        "segmentation:a,canny:a,b | 0 | a",
      })
  void titlesMayHoldCommasColonsAndBrackets(String control, int at, String title) {
    image("exp 1.lif - S1, ch:1 [z=3]", "8-bit", 90, 80);
    image("a", "8-bit", 90, 80);
    image("a,b", "8-bit", 90, 80);
    List<ControlInput> inputs = inputs(TWO, "control", control);
    assertTrue(inputs.get(at).toString().endsWith(title), inputs.toString());
    assertEquals(control.contains("],") || inputs.size() == 2 ? 2 : 1, inputs.size());
    assertTrue(MapNames.images(control, source).stream().anyMatch(i -> title.equals(i.getTitle())));
  }

  @Test
  void mapsAreNamedByIdAndAnAmbiguousTitleIsRefused() {
    ImagePlus one = image("same", "8-bit", 90, 80);
    ImagePlus other = image("same", "16-bit", 90, 80);
    other.getProcessor().setColor(7);
    other.getProcessor().fill();
    ControlInput input = inputs(TWO, "control", "canny:" + other.getID()).get(0);
    assertEquals(1, input.map(1, crop())[0]);
    assertEquals(0, inputs(ONE, "control", "" + one.getID()).get(0).net());
    String sentence = refusal(ONE, "control", "same");
    assertTrue(sentence.contains("" + one.getID()) && sentence.contains("" + other.getID()));
    source.setTitle("same");
    open.add(source);
    assertTrue(refusal(ONE, "control", "same").contains("2 open images"));
    open.remove(one);
    assertEquals(1, inputs(ONE, "control", "same").get(0).map(1, crop())[0], "never itself");
  }

  @Test
  void numbersAreForAllOrOneEach() {
    Request request = Request.of("controlweight", "0.5, 2", "controlstart", 0.25);
    assertArrayEquals(new double[] {0.5, 2}, ControlMaps.numbers(request, Param.CONTROLWEIGHT, 2));
    assertArrayEquals(
        new double[] {0.25, 0.25}, ControlMaps.numbers(request, Param.CONTROLSTART, 2));
    assertArrayEquals(new double[] {1, 1}, ControlMaps.numbers(request, Param.CONTROLEND, 2));
  }

  /** {@link BrightKind} is known by nothing but its annotation. */
  @Test
  void aKindOfSomebodyElseIsFoundByName() {
    Crop all = Crop.plan(90, 80, MASK, ContextRule.WHOLE, 1);
    float[] map = inputs(ONE, "control", "bright").get(0).map(1, all);
    ImagePlus shown = MapImages.of(source, "bright", MapSettings.of(Request.defaults()), false);
    assertEquals("cells-bright", shown.getTitle());
    int bright = 0;
    for (int i = 0; i < 90 * 80; i++) {
      bright += (int) map[i];
      assertEquals(255 * map[i], shown.getProcessor().getf(i));
    }
    assertTrue(bright > 1000 && bright < 6200, bright + " bright pixels");
    assertEquals(
        List.of(
            "smoothing (2.0) has no effect on maps of kind bright: it is for edges, softedges and"
                + " blur."),
        MapImages.idle(Request.of("kind", "bright", "smoothing", 2)));
  }

  @Test
  void mapsAreReadByType() {
    Crop all = Crop.plan(90, 80, MASK, ContextRule.WHOLE, 1);
    ImagePlus bytes = image("bytes", "8-bit", 90, 80);
    float[] map = inputs(ONE, "control", "bytes").get(0).map(1, all);
    assertEquals(3 * 90 * 80, map.length);
    for (int i = 0; i < 90 * 80; i++) {
      float v = bytes.getProcessor().get(i) / 255f;
      assertEquals(v, map[i]);
      assertEquals(v, map[2 * 90 * 80 + i]);
    }
    ImagePlus shorts = image("shorts", "16-bit", 90, 80);
    shorts.getProcessor().set(5, 5, 0);
    map = inputs(ONE, "control", "shorts").get(0).map(1, all);
    assertEquals(0, map[5 * 90 + 5]);
    assertEquals(1, map[5 * 90 + 9]);
    ImagePlus floats = image("floats", "32-bit", 90, 80);
    floats.getProcessor().setf(3, 0, -7.5f);
    floats.getProcessor().setf(4, 0, Float.NaN);
    map = inputs(ONE, "control", "floats").get(0).map(1, all);
    assertEquals(-7.5f, map[3]);
    assertEquals(0, map[4]);
    ImagePlus rgb = image("rgb", "RGB", 90, 80);
    rgb.getProcessor().set(0, 0, 0xff3300);
    map = inputs(ONE, "control", "rgb").get(0).map(1, all);
    assertEquals("1.0 0.2 0.0", map[0] + " " + map[90 * 80] + " " + map[2 * 90 * 80]);
  }

  /** Labels do not act as faint or glaring maps unsaid; what maps normally hold is not doubted. */
  @ParameterizedTest
  @CsvSource({
    "8-bit, 1, reaches only 1 of 255",
    "8-bit, 60, reaches only 60 of 255",
    "8-bit, 0, ",
    "8-bit, 255, ",
    "16-bit, 60, ",
    "32-bit, 60, values from 0.000 to 60.00",
    "32-bit, -2.5, values from -2.500 to 0.000",
    "32-bit, 1, ",
    "32-bit, -1, ",
    "32-bit, NaN, ",
    "RGB, 60, "
  })
  void labelsAreTold(String type, float value, String said) {
    ImagePlus map = open.add(IJ.createImage("m", type + " black", 90, 80, 1));
    if (!type.equals("RGB")) {
      map.getProcessor().setf(7, 9, value);
    }
    String doubt = inputs(ONE, "control", "m").get(0).doubt(1);
    assertEquals(said == null, doubt == null, doubt);
    assertTrue(said == null || doubt.contains(said) && doubt.contains("kind=segmentation"), doubt);
  }

  /** The same objects as 8-bit mask, 16-bit labels and RGB are the same map for the net. */
  @Test
  void masksLabelsAndColoursSayTheSame() {
    Crop all = Crop.plan(90, 80, MASK, ContextRule.WHOLE, 1);
    float[] first = null;
    for (String type : new String[] {"8-bit", "16-bit", "32-bit", "RGB"}) {
      ImagePlus map = open.add(IJ.createImage(type, type + " black", 90, 80, 1));
      int object =
          switch (type) {
            case "8-bit" -> 255;
            case "16-bit" -> 3;
            case "32-bit" -> 1;
            default -> 0xffffff;
          };
      var ip = map.getProcessor();
      ip.setRoi(20, 10, 30, 40);
      if (type.equals("32-bit")) {
        ip.setValue(object);
      } else {
        ip.setColor(object);
      }
      ip.fill();
      float[] values = inputs(ONE, "control", type).get(0).map(1, all);
      first = first == null ? values : first;
      assertArrayEquals(first, values, type);
    }
    assertEquals(1, first[10 * 90 + 20]);
    assertEquals(0, first[0]);
    int n = 90 * 80;
    float[] grey = inputs(TWO, "control", "segmentation:16-bit").get(0).map(1, all);
    assertArrayEquals(java.util.Arrays.copyOf(first, n), grey);
  }

  @Test
  void mapsAreCroppedAndReflectedAsThePictureIs() {
    Crop crop = crop();
    open.add(source);
    source.setTitle("itself");
    float[] picture = crop.extract(Planes.of(Plane.of(source, 1)))[0];
    float[] map =
        inputs(List.of(new ControlNetInput("x", 1, false)), "control", "itself")
            .get(0)
            .map(1, crop);
    assertArrayEquals(picture, map);
    float[] whole = Pictures.map(source, "edges")[0];
    float[] edges = inputs(TWO, "control", "edges").get(0).map(1, crop);
    Rectangle v = crop.visible();
    for (int y = v.y; y < v.y + v.height; y++) {
      for (int x = v.x; x < v.x + v.width; x++) {
        int i = (y - crop.context().y) * crop.width() + x - crop.context().x;
        assertEquals(whole[y * 90 + x], edges[i]);
      }
    }
  }

  @Test
  void anEditOfTheMapActsAtTheNextReading() {
    ImagePlus bytes = image("bytes", "8-bit", 90, 80);
    ControlInput input = inputs(ONE, "control", "bytes").get(0);
    bytes.getProcessor().setColor(255);
    bytes.getProcessor().fill();
    assertEquals(1, input.map(1, crop())[7]);
  }

  @Test
  void eachPlaneHasItsOwnMap() {
    ImagePlus stack = IJ.createImage("stack", "8-bit", 90, 80, 3);
    ImagePlus maps = open.add(IJ.createImage("maps", "8-bit", 90, 80, 3));
    java.util.Arrays.fill((byte[]) maps.getStack().getPixels(2), (byte) 51);
    Request request = Request.of("control", "maps");
    ControlInput input = ControlMaps.of(stack, 90, 80, request, "tiny", ONE).get(0);
    assertEquals(0.2f, input.map(2, crop())[0]);
    assertEquals(1, input.map(1, crop())[0]);
    ImagePlus other = open.add(IJ.createImage("other", "8-bit", 90, 80, 2));
    assertThrows(
        BadInput.class,
        () -> ControlMaps.of(stack, 90, 80, Request.of("control", "other"), "tiny", ONE));
    assertEquals(2, other.getStackSize());
  }

  @Test
  void roisThatAreTheMaskAreNoControl() {
    Overlay overlay = new Overlay();
    overlay.add(new OvalRoi(5, 5, 20, 20));
    source.setOverlay(overlay);
    ControlInput free = inputs(ONE, "control", "scribble").get(0);
    assertEquals(3 * crop().width() * crop().height(), free.map(1, crop()).length);
    ControlInput masked = inputs(ONE, "control", "scribble", "mask", "Overlay").get(0);
    assertThrows(BadInput.class, () -> masked.map(1, crop()));
    source.setRoi(new Roi(40, 40, 9, 9));
    assertEquals(1, masked.map(1, Crop.plan(90, 80, MASK, ContextRule.WHOLE, 1))[44 * 90 + 44]);
    assertEquals(null, masked.doubt(1));
    source.setOverlay(null);
    ControlInput selected = inputs(ONE, "control", "scribble", "mask", "Selection").get(0);
    assertTrue(selected.doubt(1).contains("as labels, for there is no ROI"), selected.doubt(1));
    source.setOverlay(overlay);
    Roi stroke = new Roi(1, 1, 3, 3);
    stroke.setProperty("palimpsest.role", "control");
    overlay.add(stroke);
    Crop all = Crop.plan(90, 80, MASK, ContextRule.WHOLE, 1);
    float[] map = masked.map(1, all);
    assertEquals(1, map[91]);
    assertEquals(0, map[15 * 90 + 15]);
  }

  @Test
  void refusesInOneSentence() {
    image("m", "8-bit", 90, 80);
    image("small", "8-bit", 90, 79);
    image("rgb", "RGB", 90, 80);
    assertTrue(refusal(List.of(), "control", "edges").contains("tiny has none"));
    String unknown = refusal(TWO, "control", "what");
    assertTrue(
        unknown.contains("control (what)")
            && unknown.contains("'small'")
            && unknown.contains("canny, segmentation"),
        unknown);
    assertTrue(refusal(TWO, "control", "m").contains("which control net"));
    assertTrue(refusal(TWO, "control", "blur").contains("which control net"));
    assertTrue(refusal(TWO, "control", "canny:nothing").contains("must be a kind"));
    assertTrue(refusal(ONE, "control", "small").contains("90 x 79"));
    assertTrue(refusal(TWO, "control", "segmentation:rgb").contains("RGB"));
    assertTrue(refusal(ONE, "control", "edges,m").contains("two"));
    assertTrue(refusal(TWO, "control", "edges,").contains("between its commas"));
    assertTrue(
        refusal(TWO, "control", "edges", "controlweight", "1,2").contains("controlweight (1,2)"));
    assertTrue(
        refusal(ONE, "control", "m", "controlstart", 0.6, "controlend", 0.5)
            .contains("controlstart (0.6)"));
    assertTrue(refusal(ONE, "control", "m", "controlweight", "1,x").contains("controlweight"));
    assertTrue(refusal(ONE, "control", "m", "controlend", "0.5,1.5").contains("controlend"));
    BadInput generating =
        assertThrows(
            BadInput.class,
            () -> ControlMaps.of(null, 90, 80, Request.of("control", "edges"), "tiny", ONE));
    assertTrue(generating.getMessage().contains("Diffusion Control Map"));
  }
}
