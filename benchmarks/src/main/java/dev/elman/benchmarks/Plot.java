package dev.elman.benchmarks;

import dev.elman.format.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of results on one thread: for each workload how many times as long as this library the others take, on a
 * logarithmic axis. Between a step of a stream and one of a large network lie six powers of ten, beside which on one
 * axis of times nobody could see who is ahead.
 */
final class Plot {

    private static final int WIDTH = 1400;
    private static final int HEIGHT = 700;
    private static final int MARKER = 11;

    /** An engine's colour and mark: so that a picture can be read without colours. */
    private record Look(Color color, Marker marker) {}

    private static final Map<String, Look> LOOKS = new LinkedHashMap<>();

    static {
        LOOKS.put("elman", new Look(new Color(0xd62728), SeriesMarkers.CIRCLE));
        LOOKS.put("onednn", new Look(new Color(0x1f6fc4), SeriesMarkers.DIAMOND));
        LOOKS.put("onnxruntime", new Look(new Color(0x17a2a2), SeriesMarkers.SQUARE));
        LOOKS.put("pytorch", new Look(new Color(0xe07b00), SeriesMarkers.TRIANGLE_UP));
        LOOKS.put("deeplearning4j", new Look(new Color(0x7b4fa3), SeriesMarkers.TRIANGLE_DOWN));
        LOOKS.put("plain-java", new Look(new Color(0x4d4d4d), SeriesMarkers.CROSS));
        LOOKS.put("elman-reference", new Look(new Color(0xe89a9b), SeriesMarkers.CIRCLE));
    }

    private Plot() {}

    /** Draws the results into a PNG file. */
    static void write(Path file, List<Result> results) throws IOException {
        List<Result> oneThread = results.stream().filter(result -> result.threads() == 1).toList();
        if (oneThread.stream().noneMatch(result -> result.engine().equals(Contenders.ELMAN.name()))) {
            throw new IOException("there is nothing to compare with: no result is " + Contenders.ELMAN.name()
                    + "'s on one thread");
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        chart(oneThread).paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        ImageIO.setUseCache(false);
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }

    private static CategoryChart chart(List<Result> results) {
        Machine machine = results.get(0).machine();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH).height(HEIGHT)
                .title("The same work on one core: " + machine.name() + ", " + machine.date().substring(0, 10))
                .xAxisTitle("workload, and the time that " + Contenders.ELMAN.name() + " takes for it")
                .yAxisTitle("times as long as " + Contenders.ELMAN.name() + " (less is better)")
                .build();
        style(chart.getStyler());
        List<String> workloads = workloads(results);
        workloads.removeIf(workload -> find(results, workload, Contenders.ELMAN.name()).isEmpty());
        List<String> labels = workloads.stream().map(workload -> workload + ": "
                + Report.time(time(results, workload, Contenders.ELMAN.name()))).toList();
        for (String engine : engines(results)) {
            List<Double> times = new ArrayList<>();
            for (String workload : workloads) {
                times.add(find(results, workload, engine).map(result -> result.time().median()
                        / time(results, workload, Contenders.ELMAN.name())).orElse(null));
            }
            CategorySeries series = chart.addSeries(engine + notes(results, engine), labels, times);
            Look look = LOOKS.getOrDefault(engine, new Look(Color.GRAY, SeriesMarkers.PLUS));
            series.setMarker(look.marker()).setMarkerColor(look.color()).setLineColor(look.color());
        }
        return chart;
    }

    /** The result of an engine for a workload, on one thread. */
    static Optional<Result> find(List<Result> results, String workload, String engine) {
        return results.stream().filter(result -> result.workload().equals(workload) && result.engine().equals(engine))
                .findFirst();
    }

    private static double time(List<Result> results, String workload, String engine) {
        return find(results, workload, engine).orElseThrow().time().median();
    }

    /** The most that an engine leaves out of any workload, in brackets; empty where nothing. */
    private static String notes(List<Result> results, String engine) {
        return results.stream().filter(result -> result.engine().equals(engine)).map(Result::note)
                .max(Comparator.comparingInt(String::length)).filter(note -> !note.isEmpty())
                .map(note -> " (" + note + ")").orElse("");
    }

    private static void style(CategoryStyler styler) {
        styler.setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
        styler.setYAxisLogarithmic(true);
        styler.setAvailableSpaceFill(0.7);
        styler.setMarkerSize(MARKER);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartPadding(14);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(14);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setPlotGridLinesColor(new Color(0xe4e4e4));
        styler.setPlotGridVerticalLinesVisible(true);
        styler.setPlotBorderVisible(false);
        styler.setXAxisLabelRotation(30);
        styler.setYAxisDecimalPattern("#,##0.###");
    }

    /** In the table's order; those that are not in it any more come last. */
    static List<String> workloads(List<Result> results) {
        List<String> names = new ArrayList<>(Workloads.ALL.stream().map(Workload::name).toList());
        results.stream().map(Result::workload).filter(name -> !names.contains(name)).distinct().forEach(names::add);
        names.removeIf(name -> results.stream().noneMatch(result -> result.workload().equals(name)));
        return names;
    }

    /** In the order of the legend. */
    static List<String> engines(List<Result> results) {
        List<String> names = new ArrayList<>(LOOKS.keySet());
        results.stream().map(Result::engine).filter(name -> !names.contains(name)).distinct().forEach(names::add);
        names.removeIf(name -> results.stream().noneMatch(result -> result.engine().equals(name)));
        return names;
    }
}
