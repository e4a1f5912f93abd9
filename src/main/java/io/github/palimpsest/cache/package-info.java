/**
 * Files that are kept between runs: {@code ~/.palimpsest}, and what libraries need unpacked on
 * disk. Nothing here uses the network, and nothing is written anywhere else but the temporary
 * folder.
 */
package io.github.palimpsest.cache;
