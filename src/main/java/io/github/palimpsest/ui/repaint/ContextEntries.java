package io.github.palimpsest.ui.repaint;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * The entry {@value #LABEL} in ImageJ's context menus: that of images, and that of selections,
 * which each canvas has for itself.
 */
public final class ContextEntries implements ImageListener {
  /** Label of the command. */
  public static final String LABEL = "Repaint Selection";

  private static boolean installed;

  private ContextEntries() {}

  /** Adds the entries, once ImageJ is open; any thread, as often as one likes. */
  public static void install() {
    if (!GraphicsEnvironment.isHeadless()) {
      EventQueue.invokeLater(ContextEntries::add);
    }
  }

  private static void add() {
    if (installed || IJ.getInstance() == null || Menus.getPopupMenu() == null) {
      return;
    }
    installed = true;
    add(Menus.getPopupMenu());
    ImagePlus.addImageListener(new ContextEntries());
    int[] open = WindowManager.getIDList();
    for (int id : open == null ? new int[0] : open) {
      add(WindowManager.getImage(id));
    }
  }

  private static void add(PopupMenu menu) {
    for (int i = 0; i < menu.getItemCount(); i++) {
      if (LABEL.equals(menu.getItem(i).getLabel())) {
        return;
      }
    }
    MenuItem item = new MenuItem(LABEL);
    item.addActionListener(IJ.getInstance());
    menu.insert(item, 0);
  }

  /**
   * ImageJ makes the menu of selections at the first click and lets nobody reach it. Where another
   * version keeps it elsewhere, that menu goes without the entry.
   */
  private static void add(ImagePlus image) {
    ImageCanvas canvas = image == null ? null : image.getCanvas();
    if (canvas == null) {
      return;
    }
    try {
      Field field = ImageCanvas.class.getDeclaredField("roiPopupMenu");
      field.setAccessible(true);
      if (field.get(canvas) == null) {
        Method make = ImageCanvas.class.getDeclaredMethod("addRoiPopupMenu");
        make.setAccessible(true);
        make.invoke(canvas);
      }
      add((PopupMenu) field.get(canvas));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return;
    }
  }

  @Override
  public void imageOpened(ImagePlus image) {
    EventQueue.invokeLater(() -> add(image));
  }

  @Override
  public void imageClosed(ImagePlus image) {
    // its menu goes with it
  }

  @Override
  public void imageUpdated(ImagePlus image) {
    // its canvas stays
  }
}
