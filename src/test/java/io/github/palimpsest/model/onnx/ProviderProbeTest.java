package io.github.palimpsest.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.github.palimpsest.cache.Home;
import io.github.palimpsest.check.Cancelled;
import io.github.palimpsest.model.LoadedModel;
import io.github.palimpsest.model.TinyModels;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderProbeTest {
  private static final long LONG = 60_000;

  private static ProviderProbe shell(String script, long longest) {
    return new ProviderProbe((device, folder) -> List.of("sh", "-c", script), longest);
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(Home.temporary())) {
      String own = ".*palimpsest-trial.part-.*-" + ProcessHandle.current().pid() + "-.*";
      assertEquals(List.of(), files.filter(f -> f.toString().matches(own)).toList());
    }
  }

  @ParameterizedTest
  @DisabledOnOs(OS.WINDOWS)
  @CsvSource(
      delimiter = '|',
      value = {
        "kill -SEGV $$ | a trial of it crashed with exit status 139",
        "echo palimpsest-trial difference 1e-7; exit 134 | a trial of it crashed with exit status 134",
        "echo hello; echo difference 0 | a trial of it gave no answer",
        "exit 0 | a trial of it gave no answer",
        "echo palimpsest-trial difference much | a trial of it gave an odd answer: difference much",
        "echo palimpsest-trial difference 0.25 | its numbers differ from the CPU's by 0.25, more than 0.001",
        "echo palimpsest-trial difference NaN | its numbers differ from the CPU's by NaN, more than 0.001",
        "echo palimpsest-trial refused no driver | no driver",
        "echo '[E] Failed to load library /x/libcuda.so with error: libcudart.so.12: cannot open' >&2;"
            + " echo palimpsest-trial refused no library"
            + "| no library: libcudart.so.12: cannot open",
      })
  void whatGoesWrongIsTheReason(String script, String reason) {
    assertEquals(Optional.of(reason), shell(script, LONG).ask(Device.CUDA));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aGoodAnswerPassesAmongOtherLines() {
    String script = "echo hello; echo palimpsest-trial difference 0.0009; echo bye";
    assertEquals(Optional.empty(), shell(script, LONG).ask(Device.CUDA));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aTrialThatHangsIsEnded() {
    assertEquals(
        Optional.of("a trial of it did not end within 1 s"),
        shell("exec sleep 600", 1_000).ask(Device.CUDA));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptEndsTheTrial() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    ProviderProbe probe =
        new ProviderProbe(
            (device, folder) -> {
              begun.complete(null);
              return List.of("sh", "-c", "exec sleep 600");
            },
            LONG);
    Thread thread =
        new Thread(
            () -> {
              try {
                probe.ask(Device.CUDA);
                thrown.complete(null);
              } catch (RuntimeException e) {
                thrown.complete(e);
              }
            });
    thread.start();
    begun.join();
    thread.interrupt();
    assertEquals(Cancelled.class, thrown.join().getClass());
    assertEquals(
        0,
        ProcessHandle.current()
            .children()
            .filter(c -> c.info().command().orElse("").endsWith("sleep"))
            .count());
  }

  @Test
  void aProcessThatCannotBeStartedIsTheReason() {
    ProviderProbe missing =
        new ProviderProbe((device, folder) -> List.of("/no/such/java", "-version"), LONG);
    String reason = missing.ask(Device.CUDA).orElseThrow();
    assertTrue(
        reason.startsWith("it cannot be tried in a process of its own: ")
            && reason.contains("/no/such/java"),
        reason);
    ProviderProbe forbidden =
        new ProviderProbe(
            (device, folder) -> {
              throw new SecurityException("processes are forbidden here");
            },
            LONG);
    assertEquals(
        Optional.of("it cannot be tried in a process of its own: processes are forbidden here"),
        forbidden.ask(Device.CUDA));
  }

  /** The real process, with the CPU as the device. */
  @Test
  void aRealTrialOfTheCpuPasses() {
    assertEquals(Optional.empty(), new ProviderProbe(ProviderProbe::command, LONG).ask(Device.CPU));
  }

  /** And a real one of what this ONNX Runtime lacks. */
  @Test
  void aRealTrialOfAnAbsentDeviceSaysWhy() {
    Device absent = Device.ROCM.installed() ? Device.COREML : Device.ROCM;
    assertEquals(
        Optional.of("this ONNX Runtime was built without it"),
        new ProviderProbe(ProviderProbe::command, LONG).ask(absent));
  }

  /** Our classes lie in a folder whose name has blanks and letters of several alphabets. */
  @Test
  void theClassPathMayHaveAnyName(@TempDir Path temporary) throws IOException {
    Path odd = Files.createDirectories(temporary.resolve("Plug-ins für Übung 100% é#1"));
    ProviderProbe probe =
        new ProviderProbe(
            (device, folder) -> {
              List<String> command = new ArrayList<>(ProviderProbe.command(device, folder));
              int at = command.indexOf("-cp") + 1;
              List<String> copies = new ArrayList<>();
              for (String place : command.get(at).split(File.pathSeparator)) {
                copies.add(copy(Path.of(place), odd).toString());
              }
              command.set(at, String.join(File.pathSeparator, copies));
              return command;
            },
            LONG);
    assertEquals(Optional.empty(), probe.ask(Device.CPU));
  }

  private static Path copy(Path from, Path into) throws IOException {
    Path to = into.resolve(from.getFileName());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return to;
  }

  @Test
  void whatIsNotBuiltInNeedsNoTrial() throws OrtException {
    ProviderProbe.require(Device.CPU);
    assertTrue(ProviderProbe.usable(Device.CPU));
    for (Device device : Device.values()) {
      if (device != Device.AUTO && !device.installed()) {
        ProviderProbe.require(device);
        assertFalse(ProviderProbe.usable(device));
        assertTrue(OnnxModels.inComputerMemory(device.label));
      }
    }
  }

  @Test
  void theSentenceNamesDeviceReasonAndWhatIsDone() {
    List<String> told = new ArrayList<>();
    Device absent = Device.ROCM.installed() ? Device.COREML : Device.ROCM;
    ModelFolder folder = ModelFolder.open(TinyModels.folder("pixel"));
    try (LoadedModel model = OnnxModels.open(folder, absent.label, told::add)) {
      assertEquals("CPU", model.device());
    }
    assertEquals(
        List.of(
            "device="
                + absent.label
                + " cannot be used (this ONNX Runtime was built without it); the CPU is used"
                + " instead."),
        told);
  }

  /** As versions 1.23 to 1.29 put them. */
  @Test
  void messagesLoseWhatHelpsNobody() {
    assertEquals(
        "Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12:"
            + " cannot open shared object file: No such file or directory",
        ProviderTrial.plain(
            "Error code - ORT_FAIL - message: /src/core/session/provider_bridge_ort.cc:1988"
                + " onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] :"
                + " 1 : FAIL : Failed to load library /home/a b/libonnxruntime_providers_cuda.so"
                + " with error: libcublasLt.so.12: cannot open shared object file: No such file or"
                + " directory\n"));
    assertEquals(
        "Failed to load shared library",
        ProviderTrial.plain(
            "Error code - ORT_FAIL - message:"
                + " OrtSessionOptionsAppendExecutionProvider_TensorRT: Failed to load shared"
                + " library"));
    assertEquals(
        "This binary was not compiled with CoreML support.",
        ProviderTrial.plain(
            "Error code - ORT_INVALID_ARGUMENT - message: This binary was not compiled with CoreML"
                + " support."));
  }

  @Test
  void differencesAreRelativeToLargeValuesOnly() {
    assertEquals(0.5, ProviderTrial.difference(new float[] {0, 1}, new float[] {0.5f, 1}));
    assertEquals(0.01, ProviderTrial.difference(new float[] {-100}, new float[] {-101}));
    assertEquals(
        Double.NaN, ProviderTrial.difference(new float[] {1, 1}, new float[] {Float.NaN, 1}));
    assertEquals(Double.NaN, ProviderTrial.difference(new float[] {1}, new float[] {1, 1}));
  }

  /** A broken network would pass any device. */
  @Test
  void theNetworkOfTheTrialComputesSomething() throws OrtException {
    float[] result = ProviderTrial.run(ProviderTrial.network(), Device.CPU);
    double largest = 0;
    for (float value : result) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0.1 && largest < 10, "largest " + largest);
    assertTrue(Arrays.stream(new int[] {1, 2, 3}).anyMatch(i -> result[i] != result[0]));
    assertThrows(OrtException.class, () -> ProviderTrial.run(new byte[] {1}, Device.CPU));
  }
}
