package dev.elman.cli;

import dev.elman.Model;
import dev.elman.data.Schema;
import dev.elman.data.Table;
import dev.elman.data.TimeSeries;
import dev.elman.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A saved model, and a file of data to apply it to. */
final class ModelInput {

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            description = "A model that 'elman train' saved.")
    private Path modelFile;

    @Option(
            names = "--data",
            paramLabel = "DATA.csv",
            required = true,
            description = "Data with the model's columns, in the units that it was trained in.")
    private Path dataFile;

    @Mixin
    private CsvInput csv;

    /** Refuses early files that cannot be written, and those that are the model or the data; null for none. */
    void requireWritable(Path... outputs) throws IOException {
        Results.requireWritable(outputs);
        Results.requireOtherThan(modelFile, outputs);
        Results.requireOtherThan(dataFile, outputs);
    }

    Path modelFile() {
        return modelFile;
    }

    Path dataFile() {
        return dataFile;
    }

    /** The model, computed by the engine and in the precision asked for. */
    Model model(CommonOptions common) throws IOException {
        Model model = Model.load(modelFile);
        if (model.vocabulary() != null) {
            throw new IOException(modelFile + " is a model of a text, to which a file of columns means nothing; let it"
                    + " write with 'elman text sample " + modelFile + "'");
        }
        if (model.schema() == null) {
            throw new IOException(modelFile + " was made for arrays: it does not say which columns go in and come out");
        }
        Precision precision = common.precision().orElse(model.precision());
        if (precision != model.precision()) {
            model = Model.of(model.architecture(), precision, model.parameterVector())
                    .withSchema(model.schema())
                    .withProvenance(model.provenance());
        }
        return model.withEngine(common.engine());
    }

    /** The data's columns. */
    Table table() throws IOException {
        return csv.read(dataFile);
    }

    /** The columns that a model looks at and predicts, of a table that has them all. */
    static TimeSeries series(Table table, Schema schema) {
        Set<String> columns = new LinkedHashSet<>(schema.features());
        columns.addAll(schema.targets());
        return table.series(columns.toArray(String[]::new));
    }

    /** Which of the columns a table does not have. */
    static List<String> absent(Table table, List<String> columns) {
        return columns.stream().filter(name -> !table.columns().contains(name)).toList();
    }
}
