package dev.elman.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference engine beside TensorFlow.js, PyTorch and ONNX Runtime. */
class GoldenTest {

    @Test
    void referenceFindsWhatOtherSystemsFound() {
        GoldenChecks.check(Engines.get("reference"), Precision.DOUBLE);
    }

    @Test
    void everyGoldenFileIsRead() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenTest.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(GoldenFile.NAMES.stream().map(name -> name + ".json").sorted().toList(), names);
        }
    }
}
