/**
 * Where model folders lie: in the plugin's jar, among the installed ones, or anywhere on disk.
 *
 * <p>In: the value of {@code model=}, or a folder, zip or bioimage.io package to install. Out: a
 * checked {@link io.github.palimpsest.model.onnx.ModelFolder}. {@link
 * io.github.palimpsest.model.install.FolderSource} makes them known to {@code model=}. Nothing here
 * uses the network.
 */
package io.github.palimpsest.model.install;
