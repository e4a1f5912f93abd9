/**
 * Model folders, read and checked.
 *
 * <p>In: a folder in the layout of a diffusers pipeline exported to ONNX. Out: {@link
 * io.github.palimpsest.model.folder.ModelParts}, all that its files say, or one sentence that names
 * everything wrong with it. Loads no weights and starts no ONNX Runtime.
 */
package io.github.palimpsest.model.folder;
