package io.github.palimpsest.model;

import java.awt.Rectangle;
import java.io.Serializable;

/**
 * The overlapping tiles in which a model works on a plane that is too large for one call, in latent
 * cells. What a tile gives counts in a part of it only, its share; the shares cover the plane.
 *
 * @param tileHeight rows of a tile
 * @param tileWidth columns of a tile
 * @param rows first rows of the tiles, from top to bottom
 * @param columns first columns of the tiles, from left to right
 * @param shareRows first and last row of the share of each row of tiles, on the plane
 * @param shareColumns first and last column of the share of each column of tiles
 */
public record TileGrid(
    int tileHeight,
    int tileWidth,
    int[] rows,
    int[] columns,
    int[][] shareRows,
    int[][] shareColumns)
    implements Serializable {
  /** The cells that the networks are shown for tile (i, j): row i of tiles, column j. */
  public Rectangle tile(int i, int j) {
    return new Rectangle(columns[j], rows[i], tileWidth, tileHeight);
  }

  /** The cells in which tile (i, j) counts. */
  public Rectangle share(int i, int j) {
    int[] y = shareRows[i];
    int[] x = shareColumns[j];
    return new Rectangle(x[0], y[0], x[1] - x[0] + 1, y[1] - y[0] + 1);
  }
}
