package dev.elman.cli;

import dev.elman.format.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of one or several plots, one below the other, written as PNG. */
final class Picture {

    /** What came. */
    static final Color ACTUAL = new Color(0x4d4d4d);
    /** What the model says; lets what came shine through. */
    static final Color PREDICTED = new Color(0x1f, 0x6f, 0xc4, 215);
    /** What the model says beyond what it has seen. */
    static final Color FORECAST = new Color(0xe07b00);

    private static final Color BORDER = new Color(0xd62728);
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 540;
    /** Lines through more points than this are drawn thinner. */
    private static final int MANY = 600;

    private final List<XYChart> plots = new ArrayList<>();

    /** Adds a plot over rows below those there are. */
    Plot plot(String title, TimeAxis axis, String vertical) {
        Plot plot = plot(title, axis.title(), vertical, axis.unit() == TimeAxis.Unit.MILLIS);
        if (axis.unit() == TimeAxis.Unit.YEARS) {
            double years = axis.places()[axis.places().length - 1] - axis.places()[0];
            XYStyler styler = plot.chart().getStyler();
            // No fractions of years: the marks are at least a year apart.
            styler.setXAxisTickMarkSpacingHint((int) Math.max(styler.getXAxisTickMarkSpacingHint(), WIDTH / years));
        }
        return plot;
    }

    /** Adds a plot over numbers below those there are. */
    Plot plot(String title, String horizontal, String vertical) {
        return plot(title, horizontal, vertical, false);
    }

    private Plot plot(String title, String horizontal, String vertical, boolean times) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH).height(HEIGHT).title(title).xAxisTitle(horizontal).yAxisTitle(vertical).build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartPadding(14);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(14);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPadding(20);
        styler.setLegendSeriesLineLength(36);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setPlotGridLinesColor(new Color(0xe4e4e4));
        styler.setPlotBorderVisible(false);
        styler.setPlotContentSize(0.97);
        styler.setTimezone(TimeZone.getTimeZone("UTC"));
        styler.setXAxisDecimalPattern("###0.###");
        styler.setYAxisDecimalPattern("#,##0.###");
        styler.setAnnotationLineColor(BORDER);
        styler.setAnnotationLineStroke(new BasicStroke(2f));
        styler.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        styler.setAnnotationTextFontColor(BORDER);
        plots.add(chart);
        return new Plot(chart, times);
    }

    /** One plot of a picture. */
    record Plot(XYChart chart, boolean times) {

        /** Adds a line through the points. */
        Plot line(String name, double[] x, double[] y, Color color) {
            return line(name, x, y, color, x.length > MANY ? 1f : 1.7f);
        }

        /** Adds a line of a given width through the points. */
        Plot line(String name, double[] x, double[] y, Color color, float width) {
            XYSeries series = series(name, x, y);
            series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(new BasicStroke(width));
            return this;
        }

        /** Adds a line with a dot at every point. */
        Plot dots(String name, double[] x, double[] y, Color color) {
            XYSeries series = series(name, x, y);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color)
                    .setLineStyle(new BasicStroke(1.7f));
            chart.getStyler().setMarkerSize(6);
            return this;
        }

        /** Draws a red line from top to bottom, what is on either side of it written beside it. */
        Plot border(double x, String before, String after) {
            chart.addAnnotation(new AnnotationLine(x, true, false));
            double top = chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getYMax).max().orElse(1);
            double left = chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getXMin).min().orElse(0);
            double right = chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getXMax).max().orElse(1);
            // Texts are centred where they are put: half of their width, in units of the axis, away from the line.
            double letter = (right - left) * 0.0036;
            annotate(before, x - letter * (2 + before.length()), top);
            annotate(after, x + letter * (2 + after.length()), top);
            return this;
        }

        private XYSeries series(String name, double[] x, double[] y) {
            if (!times) {
                breakSpacing(x, y);
                return chart.addSeries(name, x, y);
            }
            List<Date> dates = Arrays.stream(x).mapToObj(place -> new Date((long) place)).toList();
            return chart.addSeries(name, dates, Arrays.stream(y).boxed().toList());
        }

        /**
         * Where all points are equally far apart the library marks some of them on the axis instead of round numbers;
         * a point between the first two, drawn under the line and not in the legend, keeps it from that.
         */
        private void breakSpacing(double[] x, double[] y) {
            if (!chart.getSeriesMap().isEmpty() || x.length < 2) {
                return;
            }
            double between = x[0] + (x[1] - x[0]) / 3;
            double height = y[0] + (y[1] - y[0]) / 3;
            XYSeries series = chart.addSeries(" ", new double[] {x[0], between}, new double[] {y[0], height});
            series.setMarker(SeriesMarkers.NONE).setLineColor(ACTUAL).setLineStyle(new BasicStroke(1f))
                    .setShowInLegend(false);
        }

        private void annotate(String text, double x, double y) {
            if (!text.isEmpty()) {
                chart.addAnnotation(new AnnotationText(text, x, y, false));
            }
        }
    }

    /** Writes the picture; the file is there as a whole or not at all. */
    void write(Path file) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT * plots.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        for (XYChart plot : plots) {
            plot.paint((Graphics2D) graphics.create(), WIDTH, HEIGHT);
            graphics.translate(0, HEIGHT);
        }
        graphics.dispose();
        ImageIO.setUseCache(false);
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }
}
