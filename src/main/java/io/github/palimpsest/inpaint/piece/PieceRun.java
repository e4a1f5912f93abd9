package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.image.PlaneEdit;
import io.github.palimpsest.inpaint.monitor.Monitor;
import io.github.palimpsest.record.RunRecord;
import io.github.palimpsest.request.Request;
import java.util.List;

/**
 * A model ready to do the pieces of plans of one request. Thread-safe; its model stays in memory
 * until it is closed.
 */
public final class PieceRun implements AutoCloseable {
  private PieceRun() {}

  /**
   * Opens the model of a request.
   *
   * @throws io.github.palimpsest.check.BadInput for values that do not fit
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public static PieceRun open(Request request, Monitor monitor) {
    throw new UnsupportedOperationException();
  }

  /**
   * Does one piece: the pixels that {@code Diffusion Inpaint...} would write there on the whole
   * plane, bit for bit.
   *
   * @param plan of this request
   * @param piece its index in the plan
   * @param sample from 0; it has the seed of the request + sample
   * @param source the plane that was planned
   * @param mask the mask that was planned
   * @throws io.github.palimpsest.check.Cancelled when stopped
   */
  public PlaneEdit run(
      PiecePlan plan, int piece, int sample, PieceSource source, PieceMask mask, Monitor monitor) {
    throw new UnsupportedOperationException();
  }

  /**
   * The record of a run on planes of an image, as {@code Diffusion Inpaint...} leaves it.
   *
   * @param command its label
   * @param seen what was seen of the planes
   */
  public RunRecord record(String command, RunRecord.Source source, List<RunRecord.SeenPlane> seen) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
