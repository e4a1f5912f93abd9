package io.github.palimpsest.large.tiff;

/** The numbers of the TIFF 6.0 fields that are read or written here, and ImageJ's own two. */
final class Tag {
  static final int SUBFILE_TYPE = 254;
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int DESCRIPTION = 270;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_LENGTHS = 279;
  static final int PLANAR = 284;
  static final int PREDICTOR = 317;
  static final int COLOUR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_LENGTHS = 325;
  static final int SUB_IFDS = 330;
  static final int SAMPLE_FORMAT = 339;
  static final int IMAGEJ_LENGTHS = 50838;
  static final int IMAGEJ_METADATA = 50839;

  private Tag() {}
}
