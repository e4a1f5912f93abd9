package io.github.palimpsest.ui.repaint;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Roi;
import ij.gui.Toolbar;
import ij.plugin.frame.Recorder;
import ij.plugin.tool.PlugInTool;
import io.github.palimpsest.command.display.PanelHost;
import io.github.palimpsest.command.input.Remembered;
import io.github.palimpsest.inpaint.WarmStart;
import io.github.palimpsest.request.Request;
import java.awt.event.MouseEvent;

/**
 * ImageJ's tool for repainting: what is drawn with it is repainted when the mouse is released. A
 * lasso, or a brush that paints the selection (double click on its button); Shift adds to the
 * selection, Alt takes away. A click in a selection repaints it, a drag from there moves it.
 *
 * <p>Listed under {@code Plugins ▸ Tools}, from where ImageJ takes the tools of its toolbar's
 * {@code >>} menu, and which it opens again at its next start. On the event thread.
 */
public final class RepaintTool extends PlugInTool {
  /** Its label in the menu and on the toolbar, which must be the same for ImageJ to keep it. */
  public static final String NAME = "Repaint Tool";

  /** After a stroke of the brush its user may go on. */
  private static final int BRUSH_PAUSE = 500;

  private static final long WARM_NANOS = 60_000_000_000L;

  private boolean warmed;
  private long warmedAt;
  private Gesture gesture;

  @Override
  public void run(String arg) {
    // which tool is chosen belongs in no macro
    Recorder.setCommand(null);
    super.run(arg);
    ContextEntries.install();
    warm();
  }

  @Override
  public String getToolName() {
    return NAME;
  }

  /** A lasso around a painted spot. */
  @Override
  public String getToolIcon() {
    return "Cfa3o4385C037P2916143261a1d2e4e6c99a5a290L4a3dL3d5f";
  }

  @Override
  public void showOptionsDialog() {
    ToolOptions.ask();
  }

  @Override
  public void showPopupMenu(MouseEvent e, Toolbar bar) {
    ToolOptions.ask();
  }

  /** Loads the model while its user still looks for the place. */
  private void warm() {
    long now = System.nanoTime();
    if (!warmed || now - warmedAt > WARM_NANOS) {
      warmed = true;
      warmedAt = now;
      WarmStart.begin();
    }
  }

  @Override
  public void mouseEntered(ImagePlus image, MouseEvent e) {
    warm();
    IJ.showStatus(
        ToolOptions.paints()
            ? "Repaint: brush; Shift adds, Alt erases (double click tool: lasso)"
            : "Repaint: lasso; Shift adds, Alt takes away (double click tool: brush)");
  }

  @Override
  public void mousePressed(ImagePlus image, MouseEvent e) {
    e.consume();
    gesture = null;
    Repaint open = Repaints.of(image);
    if (open != null && !open.drawing()) {
      IJ.beep();
      return;
    }
    Roi roi = image.getRoi();
    ImageCanvas canvas = image.getCanvas();
    double x = canvas.offScreenXD(e.getX());
    double y = canvas.offScreenYD(e.getY());
    boolean inside = roi != null && roi.isArea() && roi.contains((int) x, (int) y);
    boolean plain = !e.isShiftDown() && !e.isAltDown();
    if (ToolOptions.paints()) {
      gesture = new BrushGesture(image, ToolOptions.brushWidth(), e.isAltDown());
    } else if (inside && plain) {
      gesture = new MoveGesture(image, roi);
    } else {
      gesture = new LassoGesture(image, e.isShiftDown(), e.isAltDown());
    }
    gesture.begin(x, y);
  }

  @Override
  public void mouseDragged(ImagePlus image, MouseEvent e) {
    e.consume();
    if (gesture != null && gesture.image() == image) {
      ImageCanvas canvas = image.getCanvas();
      gesture.move(canvas.offScreenXD(e.getX()), canvas.offScreenYD(e.getY()));
    }
  }

  @Override
  public void mouseReleased(ImagePlus image, MouseEvent e) {
    e.consume();
    Gesture ended = gesture;
    gesture = null;
    if (ended == null || ended.image() != image) {
      return;
    }
    ended.end();
    repaint(image, ended instanceof BrushGesture ? BRUSH_PAUSE : 0);
  }

  private static void repaint(ImagePlus image, int pause) {
    Repaint open = Repaints.of(image);
    if (open != null) {
      open.drawn(pause);
    } else if (image.getRoi() != null) {
      Request values = Remembered.values("InpaintCommand");
      Repaints.open(image, values, new PanelHost(), pause);
    }
  }
}
