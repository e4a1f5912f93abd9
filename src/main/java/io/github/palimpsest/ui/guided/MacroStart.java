package io.github.palimpsest.ui.guided;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The macro lines with which a session begins: the image, its selection, the options. */
public record MacroStart(List<String> lines) {
  static MacroStart of(ImagePlus image, Request request) {
    List<String> lines = new ArrayList<>(chosen(image, request));
    lines.add("run(\"Palimpsest Macro Extensions\");");
    lines.add("Ext.start(" + MacroLines.quoted(options(request)) + ");");
    return new MacroStart(List.copyOf(lines));
  }

  /** The image and, if it is the mask, its selection. */
  public static List<String> chosen(ImagePlus image, Request request) {
    List<String> lines = new ArrayList<>();
    lines.add("selectImage(" + MacroLines.quoted(image.getTitle()) + ");");
    if (request.text(Param.MASK).equalsIgnoreCase("Selection") && image.getRoi() != null) {
      lines.add(selection(image.getRoi()));
    }
    return lines;
  }

  /** A run that does the same at once. */
  public static String run(Request request) {
    return "run(\"Diffusion Inpaint...\", " + MacroLines.quoted(options(request)) + ");";
  }

  private static String options(Request request) {
    StringJoiner words = new StringJoiner(" ");
    request
        .toJson()
        .entrySet()
        .forEach(
            e -> {
              String value = e.getValue().getAsString();
              if (value.equals("true")) {
                words.add(e.getKey());
              } else if (!value.equals("false")) {
                boolean plain = value.matches("[^\\s\\['&]\\S*");
                words.add(e.getKey() + "=" + (plain ? value : "[" + value + "]"));
              }
            });
    return words.toString();
  }

  private static String selection(Roi roi) {
    var b = roi.getFloatBounds();
    if (roi.getType() == Roi.RECTANGLE && roi.getCornerDiameter() == 0) {
      return String.format(
          Locale.ROOT,
          "makeRectangle(%s, %s, %s, %s);",
          plain(b.x),
          plain(b.y),
          plain(b.width),
          plain(b.height));
    }
    if (roi instanceof OvalRoi && roi.getType() == Roi.OVAL) {
      return String.format(
          Locale.ROOT,
          "makeOval(%s, %s, %s, %s);",
          plain(b.x),
          plain(b.y),
          plain(b.width),
          plain(b.height));
    }
    String kind =
        switch (roi.getType()) {
          case Roi.POLYGON -> "polygon";
          case Roi.FREEROI -> "freehand";
          case Roi.TRACED_ROI -> "traced";
          default -> null;
        };
    if (kind == null) {
      return "// select what was repainted: " + roi.getTypeAsString() + " " + roi.getBounds();
    }
    var p = roi.getFloatPolygon();
    return "makeSelection(\""
        + kind
        + "\", newArray("
        + list(p.xpoints, p.npoints)
        + "), newArray("
        + list(p.ypoints, p.npoints)
        + "));";
  }

  private static String list(float[] values, int n) {
    StringJoiner all = new StringJoiner(", ");
    for (int i = 0; i < n; i++) {
      all.add(plain(values[i]));
    }
    return all.toString();
  }

  private static String plain(double d) {
    return d == Math.rint(d) ? Long.toString((long) d) : Double.toString(d);
  }
}
