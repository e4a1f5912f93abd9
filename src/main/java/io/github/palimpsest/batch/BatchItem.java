package io.github.palimpsest.batch;

/**
 * One image of a batch.
 *
 * @param name its path relative to the input folder, with {@code /}, as the report has it
 * @param source its file; absolute
 * @param mask the file of its mask, absolute; null unless masks come from a folder
 * @param output the TIFF to be made; absolute
 */
public record BatchItem(String name, String source, String mask, String output) implements Task {
  private static final long serialVersionUID = 1L;
}
