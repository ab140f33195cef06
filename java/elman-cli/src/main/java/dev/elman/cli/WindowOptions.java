package dev.elman.cli;

import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Table;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.layers.Architecture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which columns go in and come out, and how windows are cut. */
final class WindowOptions {

    @Option(
            names = "--target",
            paramLabel = "COL",
            required = true,
            split = ",",
            description = "The column to predict, by name or number; several with commas.")
    private List<String> targets;

    @Option(
            names = "--features",
            paramLabel = "COL",
            split = ",",
            description = "The columns that go in. Default: the target alone. A model can only forecast beyond its"
                    + " horizon where it predicts every column that goes in.")
    private List<String> features;

    @Option(
            names = "--look-back",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "12",
            description = "Rows of one window that go in. Default: ${DEFAULT-VALUE}.")
    private int lookBack;

    @Option(
            names = "--horizon",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "1",
            description = "Rows right after them that are predicted at once. Default: ${DEFAULT-VALUE}.")
    private int horizon;

    @Option(
            names = "--stride",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "1",
            description = "Rows from one window to the next. Default: ${DEFAULT-VALUE}.")
    private int stride;

    private List<String> inputs() {
        return features == null ? targets : features;
    }

    /** The network asked for, or where none was the standard one; its outputs fit horizon and targets. */
    Architecture architecture(LayerList layers) {
        requireOnce("--target", targets);
        requireOnce("--features", inputs());
        long outputs = (long) horizon * targets.size();
        if (outputs > Integer.MAX_VALUE) {
            throw new UsageException("horizon " + horizon + " times " + targets.size() + " targets is too much");
        }
        try {
            windows(); // refuses sizes whose sum overflows
            LayerList chosen = layers == null ? LayerList.standard((int) outputs) : layers;
            return chosen.architecture(inputs().size(), horizon, targets.size());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static void requireOnce(String option, List<String> columns) {
        if (columns.stream().anyMatch(String::isBlank) || Set.copyOf(columns).size() < columns.size()) {
            throw new UsageException(option + " must name each column once but was " + String.join(",", columns));
        }
    }

    private Windows windows() {
        return Windows.lookBack(lookBack).horizon(horizon).stride(stride);
    }

    /** All columns that go in or come out. */
    TimeSeries series(Table table) {
        Set<String> columns = new LinkedHashSet<>(List.of(names(table, inputs())));
        columns.addAll(List.of(names(table, targets)));
        return table.series(columns.toArray(String[]::new));
    }

    /** The windows over one part. */
    Dataset over(TimeSeries part, Table table, Scaler scaler) {
        return windows().features(names(table, inputs())).targets(names(table, targets)).over(part, scaler);
    }

    private static String[] names(Table table, List<String> columns) {
        return columns.stream().map(table::columnName).toArray(String[]::new);
    }
}
