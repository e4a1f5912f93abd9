package io.github.palimpsest.command.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.palimpsest.check.BadInput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacroOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "prompt=cells | cells",
        "prompt=[dense guidance=9 cells] guidance=3 | dense guidance=9 cells",
        "steps=3 prompt=[a [b [c]] d] | a [b [c]] d",
        "prompt=[] | \"\"",
        "prompt= steps=3 | \"\"",
        "prompt='two words' steps=3 | two words",
        "prompt=[stream] | stream",
        "prompt=a=b | a=b",
        "prompt=(nuclei:1.3) | (nuclei:1.3)",
        "prompt=it's | it's",
        "  steps=3\tprompt=x\tstream | x",
      })
  void readsAValue(String options, String prompt) {
    assertEquals(Optional.of(prompt), MacroOptions.parse(options, null).get("prompt"));
  }

  @Test
  void readsBareWordsInOrder() {
    var keys = MacroOptions.parse("stream prompt=[latents inside] steps=4 latents ", null);
    assertEquals(List.of("stream", "prompt", "steps", "latents"), List.copyOf(keys.keySet()));
    assertEquals(Optional.empty(), keys.get("stream"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void nothingIsNothing(String options) {
    assertTrue(MacroOptions.parse(options, null).isEmpty());
    assertTrue(MacroOptions.parse(null, null).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt=[dense cells | prompt ([dense cells) must end with ]; close the bracket.",
        "prompt=[a [b] steps=3 | prompt ([a [b] steps=3) must end with ]; close the bracket.",
        "steps=3 steps=4 | steps must be given once; remove the repeated key.",
        "stream stream=false | stream must be given once; remove the repeated key.",
        "prompt=[a]b | prompt must be followed by a space, not by (b).",
        "steps=3 =4 | The options (steps=3 =4) must begin each value with its key.",
        "steps=&n | steps (&n) must name a variable of the running macro.",
      })
  void refusesInOneSentence(String options, String sentence) {
    assertEquals(
        sentence,
        assertThrows(BadInput.class, () -> MacroOptions.parse(options, null)).getMessage());
  }
}
