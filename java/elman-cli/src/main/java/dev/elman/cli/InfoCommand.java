package dev.elman.cli;

import dev.elman.Model;
import dev.elman.Provenance;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.layers.Layer;
import dev.elman.layers.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Describes a saved model. */
@Command(
        name = "info",
        sortOptions = false,
        header = "Describe a saved model.",
        customSynopsis = "elman info FILE [OPTIONS]",
        description = {
            "",
            "Prints what the file holds: layers, shapes, numbers of parameters, scaling, where it comes from, and a"
                    + " SHA-256 of the weights. Two models with the same SHA-256 have the same weights, bit for bit.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  elman info sales.safetensors"
        })
final class InfoCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "A model that 'elman train' saved.")
    private Path file;

    @Mixin
    private CommonOptions common;

    InfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (common.plot().isPresent()) {
            throw new UsageException("info draws no picture; 'elman evaluate --plot' does");
        }
        Model model = Model.load(file);
        if (common.json()) {
            console.out().println(json(model));
        } else {
            text(model).forEach(console.out()::println);
        }
        return 0;
    }

    private List<String> text(Model model) {
        Schema schema = model.schema();
        List<String> lines = new ArrayList<>();
        lines.add(file + ": " + model.architecture());
        lines.add("");
        lines.add(layers(model));
        lines.add("");
        lines.add(Texts.count(model.architecture().parameterCount()) + " parameters, " + model.precision().id());
        lines.add("outputs: " + model.head().id());
        if (model.vocabulary() != null) {
            lines.add("vocabulary: " + model.vocabulary().size() + " characters");
        }
        if (schema != null) {
            lines.add("look-back " + schema.lookBack() + ", horizon " + schema.horizon());
            lines.add("features: " + String.join(", ", schema.features()));
            lines.add("targets:  " + String.join(", ", schema.targets()));
            lines.add("scaling:  " + (schema.scaler() == null ? "none" : schema.scaler().method()));
            if (schema.scaler() != null) {
                for (Scaler.Column column : schema.scaler().columnScales()) {
                    lines.add("  " + column.name() + ": (value - " + column.offset() + ") / " + column.scale());
                }
            }
        }
        lines.add("");
        provenance(model.provenance(), lines);
        lines.add("SHA-256 of the weights: " + model.sha256());
        return lines;
    }

    private static String layers(Model model) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "options", "output", "parameter", "shape", "elements"));
        List<Layer> layers = model.architecture().layers();
        for (int index = 0; index < layers.size(); index++) {
            Layer layer = layers.get(index);
            List<String> heading = List.of(
                    index + " " + layer.type(), String.join(", ", layer.options()), output(model, index));
            String prefix = index + "." + layer.type() + ".";
            for (Parameter parameter : model.parameters()) {
                if (parameter.layer() == index) {
                    List<String> row = new ArrayList<>(heading);
                    row.addAll(List.of(
                            parameter.name().substring(prefix.length()),
                            Arrays.toString(parameter.shape()),
                            Texts.count(parameter.size())));
                    rows.add(row);
                    heading = List.of("", "", "");
                }
            }
            if (!heading.get(0).isEmpty()) {
                rows.add(heading);
            }
        }
        return Texts.table(rows);
    }

    /** The shape of what a layer gives for one sequence. */
    private static String output(Model model, int index) {
        boolean sequence = model.architecture().layers().subList(0, index + 1).stream()
                .noneMatch(Layer::givesLastStep);
        int width = model.architecture().outputWidth(index);
        return sequence ? "[time, " + width + "]" : "[" + width + "]";
    }

    private static void provenance(Provenance provenance, List<String> lines) {
        if (provenance == null) {
            lines.add("no provenance: the weights were given");
            return;
        }
        lines.add("trained by elman " + provenance.version() + " (engine " + provenance.engine() + ") at "
                + provenance.created() + ": " + provenance.epochs() + " epochs on " + Texts.count(provenance.samples())
                + " samples, seed " + provenance.seed());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("optimizer", provenance.optimizer());
        settings.put("loss", provenance.loss());
        settings.putAll(provenance.details());
        settings.forEach((name, value) -> lines.add("  " + name + ": " + value));
    }

    private JsonLine json(Model model) {
        List<JsonLine> parameters = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            parameters.add(new JsonLine()
                    .put("name", parameter.name())
                    .put("shape", Arrays.stream(parameter.shape()).boxed().toList())
                    .put("elements", parameter.size()));
        }
        JsonLine line = new JsonLine()
                .put("file", file.toString())
                .put("architecture", model.architecture().toString())
                .put("precision", model.precision().id())
                .put("parameters", model.architecture().parameterCount())
                .put("tensors", parameters)
                .put("head", model.head().id());
        if (model.vocabulary() != null) {
            line.put("vocabulary", model.vocabulary().size());
        }
        Schema schema = model.schema();
        if (schema != null) {
            line.put("look_back", schema.lookBack()).put("horizon", schema.horizon())
                    .put("features", schema.features()).put("targets", schema.targets())
                    .put("scaler", schema.scaler() == null ? "none" : schema.scaler().method());
            List<JsonLine> columns = new ArrayList<>();
            if (schema.scaler() != null) {
                for (Scaler.Column column : schema.scaler().columnScales()) {
                    columns.add(new JsonLine().put("column", column.name()).put("offset", column.offset())
                            .put("scale", column.scale()));
                }
            }
            line.put("scaling", columns);
        }
        Provenance provenance = model.provenance();
        if (provenance != null) {
            line.put("provenance", new JsonLine()
                    .put("version", provenance.version())
                    .put("engine", provenance.engine())
                    .put("seed", provenance.seed())
                    .put("epochs", provenance.epochs())
                    .put("samples", provenance.samples())
                    .put("optimizer", provenance.optimizer())
                    .put("loss", provenance.loss())
                    .put("created", provenance.created())
                    .put("details", provenance.details()));
        }
        return line.put("sha256", model.sha256());
    }
}
