package dev.elman.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Results as tables for a page in Markdown: all engines side by side on one thread, then what more threads give. */
final class MarkdownTable {

    private MarkdownTable() {}

    /** The tables, the one of more threads where there are such results. */
    static String of(List<Result> results) {
        StringBuilder page = new StringBuilder();
        List<Result> alone = results.stream().filter(result -> result.threads() == 1).toList();
        if (!alone.isEmpty()) {
            page.append(engines(alone));
        }
        List<Result> together = results.stream().filter(result -> result.threads() > 1).toList();
        if (!together.isEmpty()) {
            page.append(page.isEmpty() ? "" : System.lineSeparator()).append(threads(together));
        }
        return page.toString();
    }

    private static String engines(List<Result> results) {
        String own = Contenders.ELMAN.name();
        List<String> others = Plot.engines(results);
        others.remove(own);
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("", own, "of SGEMM"));
        heading.addAll(others);
        rows.add(heading);
        for (String workload : Plot.workloads(results)) {
            Optional<Result> first = Plot.find(results, workload, own);
            List<String> row = new ArrayList<>(List.of(workload, first.map(MarkdownTable::time).orElse(""),
                    first.map(Result::ratio).map(Report::quantiles).orElse("")));
            for (String other : others) {
                row.add(Plot.find(results, workload, other).map(result -> time(result) + first
                        .map(one -> ", " + Report.number(result.time().median() / one.time().median()) + "x")
                        .orElse("")).orElse(""));
            }
            rows.add(row);
        }
        return table(rows);
    }

    private static String threads(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "threads", "time", "times as fast as one thread"));
        for (Result result : results) {
            rows.add(List.of(result.workload(), Integer.toString(result.threads()), time(result),
                    result.speedUp() == null ? "" : Report.quantiles(result.speedUp())));
        }
        return table(rows);
    }

    private static String time(Result result) {
        return Report.time(result.time().median());
    }

    private static String table(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(row.stream().map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                    .collect(Collectors.joining("|", "|", "|")));
        }
        lines.add(1, "|" + "---|".repeat(rows.get(0).size()));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }
}
