package io.github.palimpsest.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.scijava.module.ModuleService;

/** What macros and scripts see in ImageJ2 without a display, a line each: {@code what: result}. */
public final class HostDriver {
  private HostDriver() {}

  /**
   * @param args an image, a folder for results, and how often the first macro runs
   */
  public static void main(String[] args) throws Exception {
    ImageJ2Host.start();
    Macros.run(args[0], Path.of(args[1]), Integer.parseInt(args[2]));
    System.exit(0);
  }

  /** Apart, so that ImageJ's classes come after the patcher. */
  private static final class Macros {
    private static String field;

    static void run(String image, Path out, int times) throws Exception {
      field = image;
      long before = sum(IJ.openImage(image));
      int repainted = 0;
      for (int i = 0; i < times; i++) {
        ImageJ2Host.soilThreads();
        Path saved = out.resolve("headless" + i + ".tif");
        tell("readme", macro(readme(saved)));
        repainted += sum(IJ.openImage(saved.toString())) == before ? 0 : 1;
      }
      System.out.println("repainted: " + repainted);
      ImageJ2Host.soilThreads();
      tell("each command", macro(each()));
      tell("nested", macro(nested(out)));
      tell("error", macro(opened() + "run(\"Diffusion Mask...\", \"fether=3\"); return \"on\";"));
      tell("error inside", macro(inside()));
      tell(
          "brackets",
          macro(
              opened()
                  + "makeOval(20, 20, 20, 20); run(\"Diffusion Mask...\", "
                  + "\"source=[Selection] feather=2 invert\"); return getTitle() + getPixel(0, 0);"));
      concurrent();
      ownImages();
      System.out.println("asked: " + HostModules.ASKED);
      System.out.println(
          "legacy entries: "
              + ImageJ2Host.context().service(ModuleService.class).getModules().stream()
                  .filter(ImageJ2Host.LegacyEntry.class::isInstance)
                  .filter(entry -> entry.getIdentifier().endsWith(".Bridge"))
                  .count());
    }

    private static String opened() {
      return "open(\"" + field + "\");\n";
    }

    private static String readme(Path saved) {
      return opened()
          + """
          makeOval(28, 24, 26, 20);
          run("Diffusion Inpaint...", "prompt=[fluorescence nuclei] steps=2 seed=7 stream");
          now = getTitle();
          saveAs("Tiff", "%s");
          selectImage("field-steps");
          now = now + " " + getTitle();
          close();
          return now + " " + getTitle();
          """
              .formatted(saved);
    }

    private static String each() {
      return opened()
          + """
          source = getImageID(); seen = "";
          open("%s"); rename("other"); other = getImageID();
          selectImage(source);
          makeOval(28, 24, 26, 20);
          run("Diffusion Mask..."); seen = seen + getTitle() + " "; close();
          selectImage(source);
          run("Diffusion Control Map...", "kind=edges"); seen = seen + getTitle() + " ";
          run("Diffusion Generate...", "width=64 height=64 steps=1"); seen = seen + getTitle() + " ";
          selectImage(source);
          run("Diffusion Inpaint...", "steps=1 output=Replace"); seen = seen + getTitle() + " ";
          run("Diffusion Inpaint...", "steps=1 samples=2"); seen = seen + getTitle() + nSlices + " ";
          selectImage(source);
          run("Guided Diffusion...", "steps=2 stream"); seen = seen + getTitle() + " ";
          selectImage("field-steps");
          setSlice(2);
          run("Continue from Step..."); seen = seen + getTitle() + " ";
          selectImage(source);
          run("Palimpsest Macro Extensions");
          Ext.start("steps=2"); Ext.step(1); Ext.finish(); seen = seen + getTitle() + " ";
          run("Reveal Synthetic Pixels"); seen = seen + selectionType() + " ";
          selectImage(other); seen = seen + getTitle();
          return seen;
          """
              .formatted(field);
    }

    private static String nested(Path out) throws Exception {
      Path inner = out.resolve("inner.ijm");
      java.nio.file.Files.writeString(
          inner, "makeOval(28, 24, 26, 20); run(\"Diffusion Mask...\"); return getTitle();");
      return opened()
          + "function mask() { run(\"Diffusion Mask...\"); return getTitle(); }\n"
          + "a = runMacro(\""
          + inner
          + "\");\nb = getTitle(); close();\n"
          + "selectImage(\"field.tif\"); c = mask(); return a + \" \" + b + \" \" + c;";
    }

    private static String inside() {
      return opened()
          + "r = eval(\"run('Diffusion Mask...', 'grow=a'); return 'on';\"); return \"outer \" + r;";
    }

    /**
     * Macros beside each other: a bad one ends alone. The bad ones follow each other, for ImageJ
     * keeps for all threads at once which macro called {@code IJ.run} last: two calls in the same
     * instant cannot be told apart.
     */
    private static void concurrent() throws Exception {
      List<Future<String>> good = new ArrayList<>();
      List<String> bad = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        good.add(
            ImageJ2Host.macro(
                "for (i = 0; i < 100; i++) { n = nImages; wait(5); } return \"fine\";"));
      }
      for (int i = 0; i < 4; i++) {
        bad.add(
            ImageJ2Host.macro("run(\"Diffusion Mask...\", \"fether=3\"); return \"on\";").get());
      }
      tell("good ones", together(good));
      tell("bad ones", bad.toString());
    }

    private static String together(List<Future<String>> macros) throws Exception {
      List<String> results = new ArrayList<>();
      for (Future<String> macro : macros) {
        results.add(macro.get());
      }
      return results.toString();
    }

    /** A script with threads, each with an image that only it knows. */
    private static void ownImages() throws Exception {
      List<FutureTask<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int at = 10 + 10 * i;
        Callable<Integer> work =
            () -> {
              ImagePlus image = IJ.openImage(field);
              short[] before = ((short[]) image.getProcessor().getPixels()).clone();
              image.setRoi(new Roi(at, 12, 12, 12));
              IJ.run(image, "Diffusion Inpaint...", "steps=1 output=Replace");
              return changed(image, before, at);
            };
        FutureTask<Integer> task = new FutureTask<>(work);
        tasks.add(task);
        new Thread(task, "script " + i).start();
      }
      List<Integer> changed = new ArrayList<>();
      for (FutureTask<Integer> task : tasks) {
        changed.add(task.get());
      }
      System.out.println("own images: " + changed);
    }

    /** 1 if pixels changed in the square and nowhere else. */
    private static int changed(ImagePlus image, short[] before, int at) {
      short[] now = (short[]) image.getProcessor().getPixels();
      int in = 0;
      int out = 0;
      for (int i = 0; i < now.length; i++) {
        int x = i % image.getWidth();
        int y = i / image.getWidth();
        boolean inside = x >= at && x < at + 12 && y >= 12 && y < 24;
        in += inside && now[i] != before[i] ? 1 : 0;
        out += !inside && now[i] != before[i] ? 1 : 0;
      }
      return in > 20 && out == 0 ? 1 : 0;
    }

    private static String macro(String text) throws Exception {
      String result = ImageJ2Host.macro(text).get();
      closeAll();
      return result;
    }

    private static void closeAll() {
      for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
        ImagePlus image = WindowManager.getImage(id);
        image.changes = false;
        image.close();
      }
    }

    private static void tell(String what, String result) {
      System.out.println(what + ": " + result);
    }

    private static long sum(ImagePlus image) {
      return Arrays.hashCode((short[]) image.getProcessor().getPixels());
    }
  }
}
