package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Task;
import dev.elman.format.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of how the time for one sample and time step grows: on the left with time steps, on the right with batch. */
final class GrowthPlot {

    private static final int WIDTH = 620;
    private static final int HEIGHT = 620;
    private static final int LEGEND = 240;
    private static final double LEAST_NANOSECONDS = 100;

    /** One line: a network's times for sizes that are doubled. */
    record Line(Workload first, boolean ofTimeSteps, List<Double> sizes, List<Double> nanoseconds) {}

    private final List<Line> lines = new ArrayList<>();

    void add(Line line) {
        lines.add(line);
    }

    /** Draws the lines into a PNG file. */
    void write(Path file, Machine machine) throws IOException {
        BufferedImage image = new BufferedImage(2 * WIDTH + LEGEND, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        String measured = machine.name() + ", " + machine.date().substring(0, 10);
        chart("Batch 32", "time steps", true).paint(graphics, WIDTH, HEIGHT);
        graphics.translate(WIDTH, 0);
        chart("32 time steps; " + measured, "batch", false).paint(graphics, WIDTH + LEGEND, HEIGHT);
        graphics.dispose();
        ImageIO.setUseCache(false);
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }

    private XYChart chart(String title, String axis, boolean ofTimeSteps) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(axis)
                .yAxisTitle("nanoseconds for one sample and time step").build();
        style(chart.getStyler());
        // One for both.
        chart.getStyler().setLegendVisible(!ofTimeSteps);
        double most = lines.stream().flatMap(line -> line.nanoseconds().stream()).max(Double::compare).orElseThrow();
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(most))));
        for (Line line : lines) {
            if (line.ofTimeSteps() == ofTimeSteps) {
                draw(chart, line);
            }
        }
        return chart;
    }

    private static void draw(XYChart chart, Line line) {
        Workload workload = line.first();
        boolean trains = workload.task() == Task.TRAINING_STEP;
        XYSeries series = chart.addSeries(workload.cell().layer() + "(" + workload.units() + ")"
                + (trains ? ", training" : ", prediction"),
                line.sizes().stream().map(GrowthPlot::doublings).toList(), line.nanoseconds());
        Color color = switch (workload.cell()) {
            case RNN -> new Color(0xd62728);
            case LSTM -> new Color(0x1f6fc4);
            case GRU -> new Color(0x2e8b57);
        };
        series.setLineColor(color);
        series.setLineWidth(2);
        series.setLineStyle(trains ? SeriesLines.SOLID : SeriesLines.DASH_DASH);
        series.setMarkerColor(color);
        series.setMarker(switch (workload.cell()) {
            case RNN -> SeriesMarkers.CIRCLE;
            case LSTM -> SeriesMarkers.DIAMOND;
            case GRU -> SeriesMarkers.SQUARE;
        });
    }

    private static double doublings(double size) {
        return Math.log(size) / Math.log(2);
    }

    /** The sizes themselves under the axis, which is one of doublings; nothing between them. */
    private static String size(double doublings) {
        return doublings == Math.rint(doublings) ? String.format(Locale.ROOT, "%,d", 1L << (long) doublings) : " ";
    }

    private static void style(XYStyler styler) {
        styler.setxAxisTickLabelsFormattingFunction(GrowthPlot::size);
        styler.setXAxisTickMarkSpacingHint(60);
        styler.setYAxisLogarithmic(true);
        styler.setYAxisMin(LEAST_NANOSECONDS);
        styler.setMarkerSize(8);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartPadding(12);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setChartTitleBoxVisible(false);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setPlotGridLinesColor(new Color(0xe4e4e4));
        styler.setPlotBorderVisible(false);
        styler.setYAxisDecimalPattern("#,##0");
    }
}
