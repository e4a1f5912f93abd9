package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.image.IntensityRange;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Request;
import java.awt.Rectangle;
import java.io.Serializable;
import java.util.List;

/**
 * A run on one plane, decided as a whole: what the model sees, its range, and the pieces that can
 * be done one by one, in any order and on any computer. Immutable; small whatever the plane.
 */
public final class PiecePlan implements Serializable {
  private static final long serialVersionUID = 1;

  private PiecePlan() {}

  /**
   * Plans a run. Reads the mask where something is marked, and what the model sees of the plane
   * once, in bands; holds neither.
   *
   * @param mask as named: {@code grow=} and {@code feather=} of the request act on it here
   * @throws io.github.palimpsest.roi.EmptyMask if the mask marks nothing
   * @throws io.github.palimpsest.check.BadInput if the run can only be done as a whole, for which
   *     there is not enough memory
   */
  public static PiecePlan of(PieceSource source, PieceMask mask, Request request, Monitor monitor) {
    throw new UnsupportedOperationException();
  }

  /** The values of the run. */
  public Request request() {
    throw new UnsupportedOperationException();
  }

  /** The pieces, from top to bottom; they write different pixels. */
  public List<Piece> pieces() {
    throw new UnsupportedOperationException();
  }

  /** Why there is one piece only, in a sentence; empty where the run may have several. */
  public String whole() {
    throw new UnsupportedOperationException();
  }

  /** What the model sees, in the plane's coordinates; may reach beyond its borders. */
  public Rectangle context() {
    throw new UnsupportedOperationException();
  }

  /** The raw values that are −1 and 1 for the model, in all channels. */
  public IntensityRange range() {
    throw new UnsupportedOperationException();
  }

  /**
   * What the model sees of the plane for one piece, for the record.
   *
   * @param sha256 of the visible part of its window, see {@link
   *     io.github.palimpsest.record.SourceHash}
   */
  public RunRecord.SeenPlane seen(int piece, String sha256) {
    throw new UnsupportedOperationException();
  }

  /** Pixels that are repainted. */
  public long masked() {
    throw new UnsupportedOperationException();
  }

  /** Bytes that a piece takes, all in all, about. */
  public double memory(int piece) {
    throw new UnsupportedOperationException();
  }
}
