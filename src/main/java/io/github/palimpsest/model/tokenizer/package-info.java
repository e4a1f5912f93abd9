/**
 * Prompts to token numbers.
 *
 * <p>In: the {@code tokenizer/} folder of a model and a prompt. Out: numbers, padded to the length
 * that the text encoder reads, with a weight for each word. The only user of Hugging Face's
 * tokenizers library.
 */
package io.github.palimpsest.model.tokenizer;
