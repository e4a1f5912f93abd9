/**
 * Changes of a network that leave what it computes as it is, and make it faster.
 *
 * <p>In: a {@code .onnx} file and how often each of its inputs changes. Out: up to three files,
 * each with the nodes that need to run as often, in the cache. Each {@link
 * io.github.palimpsest.model.graph.rewrite.Rewrite} is one change.
 */
package io.github.palimpsest.model.graph.rewrite;
