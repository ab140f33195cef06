package dev.elman.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.elman.format.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes tables of results: as a CSV file, as CSV on standard output, or as JSON lines there. */
final class Results {

    private Results() {}

    /** Writes a file that is there as a whole or not at all: one header line, then the lines. */
    static void write(Path file, List<String> header, List<List<String>> lines) throws IOException {
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            csv(writer, header, lines);
            writer.flush();
        });
    }

    /** Prints the same lines. */
    static void print(PrintStream out, List<String> header, List<List<String>> lines) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        csv(writer, header, lines);
        writer.flush();
    }

    private static void csv(Writer writer, List<String> header, List<List<String>> lines) {
        CsvWriter csv = CsvWriter.builder().build(writer);
        csv.writeRecord(header);
        lines.forEach(csv::writeRecord);
    }

    /** Prints one JSON object a line: the first member as text, the others as numbers. */
    static void printJson(PrintStream out, List<String> header, List<List<String>> lines) {
        for (List<String> line : lines) {
            JsonLine object = new JsonLine().put(header.get(0), line.get(0));
            for (int i = 1; i < header.size(); i++) {
                object.put(header.get(i), line.get(i).isEmpty() ? null : Double.valueOf(line.get(i)));
            }
            out.println(object);
        }
    }

    /**
     * Refuses early what could not be written at the end of long work, or after results have been printed.
     *
     * @param files null for none
     * @throws IOException where a file is a folder, its folder is not there, or may not be written to
     */
    static void requireWritable(Path... files) throws IOException {
        for (Path file : files) {
            if (file != null) {
                requireOneWritable(file);
            }
        }
    }

    /**
     * Keeps a file that is read from being written over.
     *
     * @param input a file that is read
     * @param outputs files that would be written, null for none
     * @throws UsageException where one of them is that file, by whatever path
     */
    static void requireOtherThan(Path input, Path... outputs) throws IOException {
        for (Path output : outputs) {
            if (output != null && Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
                throw new UsageException("cannot write " + output + ": it is a file to read; name another");
            }
        }
    }

    private static void requireOneWritable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": it is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": there is no folder " + folder + "; create it first");
        }
        if (Files.exists(file) ? !Files.isWritable(file) : !Files.isWritable(folder)) {
            throw new IOException("cannot write " + file + ": no permission");
        }
    }
}
