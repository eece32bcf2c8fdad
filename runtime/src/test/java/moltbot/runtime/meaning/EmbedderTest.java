package moltbot.runtime.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real model, on the real ONNX Runtime, as the build laid them out.
@Timeout(120)
public class EmbedderTest {
    /// Where the build puts the model.
    public static final Path FOLDER =
            Path.of("../target/house/meaning").toAbsolutePath().normalize();

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    /// Has ONNX Runtime's own library found where the build laid it out, as in a house.
    @BeforeAll
    public static void useLaidOutLibrary() {
        String platform = (System.getProperty("os.name").startsWith("Mac") ? "osx" : "linux")
                + (System.getProperty("os.arch").equals("aarch64") ? "-aarch64" : "-x64");
        System.setProperty(
                "onnxruntime.native.path",
                FOLDER.resolveSibling("native/ai/onnxruntime/native")
                        .resolve(platform)
                        .toString());
    }

    private static double alike(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    @Test
    void tellsWhatIsAboutTheSameThing() {
        try (Embedder embedder = new Embedder(FOLDER, LONG, LONG)) {
            float[] bicycle = embedder.of("The bicycle is in the cellar.").orElseThrow();
            assertThat(bicycle).hasSize(384);
            assertThat(alike(bicycle, bicycle)).isBetween(0.9999, 1.0001);
            float[] bike = embedder.of("where did I put my bike").orElseThrow();
            float[] tax = embedder.of("when is the tax return due").orElseThrow();
            assertThat(alike(bicycle, bike)).isGreaterThan(0.35).isGreaterThan(alike(bicycle, tax) + 0.25);
            assertThat(embedder.of("").orElseThrow()).hasSize(384);
            assertThat(embedder.of("x y ".repeat(1_000)).orElseThrow()).hasSize(384);
        }
    }

    @Test
    void letsTheModelGoAndLoadsItAnew() throws Exception {
        try (Embedder embedder = new Embedder(FOLDER, Duration.ofMillis(1), LONG)) {
            for (int i = 0; i < 2; i++) {
                assertThat(embedder.of("tea")).isPresent();
                Optional<Thread> worker = embedder.worker();
                if (worker.isPresent()) {
                    worker.get().join();
                }
                assertThat(embedder.worker()).isEmpty();
            }
        }
    }

    @Test
    void answersManyAtOnceAndNoneTwice() throws Exception {
        try (Embedder embedder = new Embedder(FOLDER, Duration.ofMillis(1), LONG)) {
            List<Thread> askers = new ArrayList<>();
            CountDownLatch answered = new CountDownLatch(40);
            for (int i = 0; i < 40; i++) {
                String text = "number " + i;
                askers.add(Thread.ofVirtual().start(() -> {
                    embedder.of(text).ifPresent(_ -> answered.countDown());
                }));
            }
            for (Thread asker : askers) {
                asker.join();
            }
            assertThat(answered.getCount()).isZero();
        }
    }

    @Test
    void doesWithoutWhereTheModelIsBroken() throws Exception {
        Files.write(folder.resolve(Embedder.MODEL), new byte[] {1, 2, 3});
        Files.copy(FOLDER.resolve(Embedder.VOCABULARY), folder.resolve(Embedder.VOCABULARY));
        try (Embedder embedder = Embedder.in(folder).orElseThrow()) {
            assertThat(embedder.of("tea")).isEmpty();
            assertThat(embedder.of("tea")).isEmpty();
            assertThat(embedder.worker()).isEmpty();
        }
    }

    @Test
    void isNotThereInALightBuild() {
        assertThat(Embedder.in(folder)).isEmpty();
    }

    @Test
    void saysNothingOnceClosed() {
        Embedder embedder = new Embedder(FOLDER, LONG, LONG);
        assertThat(embedder.of("tea")).isPresent();
        embedder.close();
        assertThat(embedder.of("tea")).isEmpty();
    }
}
