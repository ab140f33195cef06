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
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of one or several plots, one below the other, written as PNG. */
final class Picture {

    /** What came. */
    static final Color ACTUAL = new Color(0x4d4d4d);
    /** What the model says. */
    static final Color PREDICTED = new Color(0x1f6fc4);
    /** What the model says beyond what it has seen. */
    static final Color FORECAST = new Color(0xe07b00);
    private static final Color BORDER = new Color(0xd62728);

    private static final int WIDTH = 1400;
    private static final int HEIGHT = 520;

    private final List<XYChart> plots = new ArrayList<>();

    /** Adds a plot below those there are. */
    Plot plot(String title, String horizontal, String vertical) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH).height(HEIGHT).title(title).xAxisTitle(horizontal).yAxisTitle(vertical).build();
        Styler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
        styler.setChartTitleBoxVisible(false);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        chart.getStyler().setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
        chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        chart.getStyler().setPlotGridLinesColor(new Color(0xe4e4e4));
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotContentSize(0.97);
        chart.getStyler().setXAxisDecimalPattern("###0.###");
        chart.getStyler().setYAxisDecimalPattern("#,##0.###");
        chart.getStyler().setAnnotationLineColor(BORDER);
        chart.getStyler().setAnnotationLineStroke(new BasicStroke(2f));
        chart.getStyler().setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        chart.getStyler().setAnnotationTextFontColor(BORDER);
        plots.add(chart);
        return new Plot(chart);
    }

    /** One plot of a picture. */
    record Plot(XYChart chart) {

        /** Adds a line through the points. */
        Plot line(String name, double[] x, double[] y, Color color, float width) {
            XYSeries series = chart.addSeries(name, x, y);
            series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(new BasicStroke(width));
            return this;
        }

        /** Adds a line with a dot at every point. */
        Plot dots(String name, double[] x, double[] y, Color color, float width) {
            XYSeries series = chart.addSeries(name, x, y);
            series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color)
                    .setLineStyle(new BasicStroke(width));
            chart.getStyler().setMarkerSize(6);
            return this;
        }

        /** Draws a red line from top to bottom, what is on either side of it written beside it. */
        Plot border(double x, String before, String after) {
            chart.addAnnotation(new AnnotationLine(x, true, false));
            double top = chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getYMax).max().orElse(1);
            double left = chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getXMin).min().orElse(0);
            double right = chart.getSeriesMap().values().stream().mapToDouble(XYSeries::getXMax).max().orElse(1);
            // Room for eight characters of the label's font in a plot of this width.
            double gap = (right - left) * 0.035;
            chart.addAnnotation(new AnnotationText(before, x - gap, top, false));
            chart.addAnnotation(new AnnotationText(after, x + gap, top, false));
            return this;
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
