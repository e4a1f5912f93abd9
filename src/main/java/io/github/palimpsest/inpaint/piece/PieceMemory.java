package io.github.palimpsest.inpaint.piece;

import io.github.palimpsest.inpaint.MemoryEstimate;
import io.github.palimpsest.model.Models;
import io.github.palimpsest.request.Param;
import io.github.palimpsest.request.Request;

/** What a piece takes. */
final class PieceMemory {
  private PieceMemory() {}

  static MemoryEstimate of(PiecePlan plan, int piece) {
    Request request = plan.request();
    Piece one = plan.pieces().get(piece);
    return MemoryEstimate.piece(
        one.window(), one.mask(), plan.channels(), request, Models.find(request.text(Param.MODEL)));
  }
}
