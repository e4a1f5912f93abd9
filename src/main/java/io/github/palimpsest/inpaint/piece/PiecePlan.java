package io.github.palimpsest.inpaint.piece;

import com.google.gson.JsonParser;
import io.github.palimpsest.check.BadInput;
import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.image.Plane;
import io.github.palimpsest.image.Units;
import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.inpaint.sampler.ColourAxes;
import io.github.palimpsest.model.Model;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.model.TileGrid;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A run on one plane, decided as a whole: what the model sees, its range, and the pieces that can
 * be done one by one, in any order and on any computer. Immutable; small whatever the plane.
 */
public final class PiecePlan implements Serializable {
  private static final long serialVersionUID = 1;

  private final String request;
  private final String type;
  private final int width;
  private final int height;
  private final int position;
  private final Rectangle context;
  private final double[] range;
  private final double[] calibrated;
  private final String whole;
  private final TileGrid grid;
  private final ColourAxes axes;
  private final Piece[] pieces;

  /** Indices of the tiles of each piece; null where there is one, of everything. */
  private final int[][] tiles;

  /**
   * @param whole why there is one piece only, or empty
   * @param grid null where there is one piece only
   * @param tiles of each piece, likewise
   */
  PiecePlan(
      Request request,
      Plane plane,
      Units units,
      Rectangle context,
      IntensityRange range,
      ColourAxes axes,
      String whole,
      TileGrid grid,
      List<Piece> pieces,
      int[][] tiles) {
    this.request = text(request);
    type = plane.type().name();
    width = plane.width();
    height = plane.height();
    position = plane.position();
    this.context = new Rectangle(context);
    this.range = new double[] {range.min(), range.max()};
    calibrated =
        units.raw()
            ? null
            : new double[] {units.toCalibrated(range.min()), units.toCalibrated(range.max())};
    this.axes = axes;
    this.whole = whole;
    this.grid = grid;
    this.pieces = pieces.toArray(new Piece[0]);
    this.tiles = tiles;
  }

  /**
   * Plans a run. Reads the mask where something is marked and, under {@code range=Auto} or for
   * colours that go together, what the model sees of the plane some times, in bands; holds neither.
   *
   * <p>ROIs play no part: the mask is all there is to repaint, without regions of its own.
   *
   * @param mask as named: {@code grow=} and {@code feather=} of the request act on it here
   * @throws io.github.palimpsest.roi.EmptyMask if the mask marks nothing
   * @throws BadInput if the run can only be done as a whole, for which there is not enough memory
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public static PiecePlan of(PieceSource source, PieceMask mask, Request request, Monitor monitor) {
    return new Planner(source, mask, request, monitor).plan();
  }

  /** A request as plans keep it: the same text for equal values, whoever has read them. */
  static String text(Request request) {
    return Request.fromJson(request.toJson()).toJson().toString();
  }

  /** Whether it is of the request with this {@link #text}. */
  boolean isOf(String text) {
    return request.equals(text);
  }

  /** The values of the run. */
  public Request request() {
    return Request.fromJson(JsonParser.parseString(request).getAsJsonObject());
  }

  /** The pieces, from top to bottom; they write different pixels. */
  public List<Piece> pieces() {
    return Collections.unmodifiableList(Arrays.asList(pieces));
  }

  /** One of the pieces. */
  public Piece piece(int index) {
    return pieces[index];
  }

  /** Why there is one piece only, in a sentence; empty where the run may have several. */
  public String whole() {
    return whole;
  }

  /** What the model sees, in the plane's coordinates; may reach beyond its borders. */
  public Rectangle context() {
    return new Rectangle(context);
  }

  /** The raw values that are −1 and 1 for the model, in all channels. */
  public IntensityRange range() {
    return new IntensityRange(range[0], range[1]);
  }

  /**
   * What the model sees of the plane for one piece, for the record.
   *
   * @param sha256 of the visible part of its window, see {@link
   *     io.github.palimpsest.record.SourceHash}
   */
  public RunRecord.SeenPlane seen(int piece, String sha256) {
    return new RunRecord.SeenPlane(
        position,
        sha256,
        pieces[piece].window(),
        range.clone(),
        calibrated == null ? null : calibrated.clone());
  }

  /** Pixels that are repainted. */
  public long masked() {
    long sum = 0;
    for (Piece piece : pieces) {
      sum += piece.masked();
    }
    return sum;
  }

  /** The memory that a piece takes. */
  public MemoryEstimate memory(int piece) {
    return estimate(piece, Models.find(request().text(Param.MODEL)));
  }

  /** The memory of the piece that takes most: the one with the largest window. */
  public MemoryEstimate largest() {
    int largest = 0;
    for (int k = 1; k < pieces.length; k++) {
      largest = area(pieces[k].window()) > area(pieces[largest].window()) ? k : largest;
    }
    return memory(largest);
  }

  private static double area(Rectangle r) {
    return (double) r.width * r.height;
  }

  MemoryEstimate estimate(int piece, Model model) {
    Piece one = pieces[piece];
    return MemoryEstimate.piece(one.window(), one.mask(), channels(), request(), model);
  }

  /** Whether there is one piece, of the whole crop at once. */
  boolean one() {
    return tiles == null;
  }

  TileGrid grid() {
    return grid;
  }

  int[] tiles(int piece) {
    return tiles[piece].clone();
  }

  ColourAxes axes() {
    return axes;
  }

  int channels() {
    return type.equals("RGB") ? 3 : 1;
  }

  /** Refuses a plane that is not the one that was planned. */
  void require(Plane plane) {
    if (plane.width() != width || plane.height() != height || !plane.type().name().equals(type)) {
      throw BadInput.of(
          "The plane (%d x %d, %s) must be the one that was planned (%d x %d, %s): plan it again.",
          plane.width(), plane.height(), plane.type(), width, height, type);
    }
  }
}
