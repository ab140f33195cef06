package dev.elman;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.data.Examples;
import dev.elman.data.Scaler;
import dev.elman.data.Split;
import dev.elman.data.Table;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.training.Trainer;
import dev.elman.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a first program looks like, from a CSV file to a forecast. */
class FirstProgramTest {

    @TempDir
    Path folder;

    private Path csv() throws IOException {
        String values = Arrays.stream(Examples.sunspots().column("Sunspots")).mapToObj(String::valueOf)
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("sunspots.csv"), "Sunspots\n" + values + "\n");
    }

    @Test
    void fromCsvFileToForecast() throws IOException {
        Path path = csv();
        TimeSeries sunspots = Table.readCsv(path).series("Sunspots");
        Split<TimeSeries> split = sunspots.splitAt(0.8);
        Scaler scaler = Scaler.minMax().fit(split.train());
        Dataset train = Windows.lookBack(12).stride(12).over(split.train(), scaler);
        Dataset test = Windows.lookBack(12).stride(12).over(split.test(), scaler);

        Architecture net = Architecture.inputs(1)
                .simpleRnn(3, Activation.TANH)
                .dense(1, Activation.TANH);

        Training run = Trainer.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .optimizer(Adam.keras())
                .epochs(20).batchSize(1).seed(7)
                .engine("reference")
                .build()
                .train(net, train);

        Model model = run.model();
        double rmse = model.evaluate(test).rmse();
        double[] next20 = model.forecast(sunspots, 20);

        assertTrue(rmse > 5 && rmse < 60, "rmse " + rmse);
        assertEquals(rmse, model.evaluate(test).scaledRmse() * scaler.column("Sunspots").scale(), 1e-6);
        assertEquals(20, next20.length);
        assertEquals(12, model.schema().lookBack());
        assertEquals(7, model.provenance().seed());
        assertEquals(187, model.provenance().samples());

        Path file = folder.resolve("model.safetensors");
        model.save(file);
        Model loaded = Model.load(file).withEngine("reference");
        assertEquals(model.sha256(), loaded.sha256());
        assertArrayEquals(next20, loaded.forecast(sunspots, 20));
        assertEquals(rmse, loaded.evaluate(loaded.dataset(split.test(), 12)).rmse());
    }
}
