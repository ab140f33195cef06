package dev.elman.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV file as text, all with the same number of fields.
 *
 * @param header the names in the header line, or null where there is none
 * @param headerLine the file line of the header, from 1; 0 where there is none
 * @param rows the fields of every row, without surrounding white space
 * @param lines the file line, from 1, on which each row begins
 */
record CsvRows(String[] header, long headerLine, List<String[]> rows, long[] lines) {

    /** Enough for the separator to show, read ahead of the rest. */
    private static final int HEAD_BYTES = 1 << 16;
    private static final int HEAD_RECORDS = 50;
    /** Semicolons before commas: where both cut evenly, the commas are decimal ones. */
    private static final char[] SEPARATORS = {'\t', ';', ','};

    /**
     * Reads all rows.
     *
     * @param source what to call the file in messages
     */
    static CsvRows read(InputStream in, String source, CsvOptions options) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        try {
            char separator = options.separator() == 0 ? separator(head, options.quote()) : options.separator();
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
            return read(decode(whole, head), source, options, separator);
        } catch (CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new DataException(source + " cannot be read as CSV: " + e.getMessage()
                    + (reason == e ? "" : ": " + reason.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static CsvRows read(Reader in, String source, CsvOptions options, char separator) throws IOException {
        String[] header = null;
        long headerLine = 0;
        int width = 0;
        List<String[]> rows = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = reader(in, separator, options.quote())) {
            // Blank lines are missing values where there is one column, unless nothing follows them.
            List<Long> blanks = new ArrayList<>();
            for (CsvRecord record : reader) {
                String[] fields = fields(record);
                long line = record.getStartingLineNumber();
                if (fields.length == 1 && fields[0].isEmpty()) {
                    if (width == 1) {
                        blanks.add(line);
                    }
                    continue;
                }
                for (long blank : blanks) {
                    rows.add(new String[] {""});
                    lines.add(blank);
                }
                blanks.clear();
                if (width == 0) {
                    width = fields.length;
                    if (options.header()) {
                        header = fields;
                        headerLine = line;
                        continue;
                    }
                }
                if (fields.length != width) {
                    throw new DataException(source + ", line " + line + ": found " + fields.length
                            + " fields where the first line has " + width);
                }
                rows.add(fields);
                lines.add(line);
            }
        }
        if (rows.isEmpty()) {
            throw new DataException(header == null ? source + " is empty"
                    : source + " has a header line but no rows of data");
        }
        return new CsvRows(header, headerLine, rows, lines.stream().mapToLong(Long::longValue).toArray());
    }

    private static CsvReader<CsvRecord> reader(Reader in, char separator, char quote) {
        return CsvReader.builder().fieldSeparator(separator).quoteCharacter(quote).skipEmptyLines(false)
                .acceptCharsAfterQuotes(false).ofCsvRecord(in);
    }

    /**
     * The text of a file that begins with {@code head}, without its byte order mark; UTF-8 where there is none. (The
     * parser's own detection appends zero bytes to files of fewer than four.)
     */
    private static Reader decode(InputStream in, byte[] head) throws IOException {
        int first = head.length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
        boolean utf8 = first == 0xefbb && head.length > 2 && (head[2] & 0xff) == 0xbf;
        boolean utf16 = first == 0xfeff || first == 0xfffe;
        in.skipNBytes(utf8 ? 3 : utf16 ? 2 : 0);
        return new InputStreamReader(in, !utf16 ? StandardCharsets.UTF_8
                : first == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }

    private static String[] fields(CsvRecord record) {
        String[] fields = new String[record.getFieldCount()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = record.getField(i).strip();
        }
        return fields;
    }

    /** The first candidate that cuts all of the first records alike, into more than one field; otherwise the comma. */
    private static char separator(byte[] head, char quote) throws IOException {
        for (char candidate : SEPARATORS) {
            if (candidate != quote && cutsAlike(head, candidate, quote)) {
                return candidate;
            }
        }
        return ',';
    }

    private static boolean cutsAlike(byte[] head, char separator, char quote) throws IOException {
        List<Integer> widths = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = reader(decode(new ByteArrayInputStream(head), head), separator, quote)) {
            for (CsvRecord record : reader) {
                if (record.getFieldCount() > 1 || !record.getField(0).isBlank()) {
                    widths.add(record.getFieldCount());
                }
                if (widths.size() > HEAD_RECORDS) {
                    break;
                }
            }
        } catch (CsvParseException e) {
            return false;
        }
        if (head.length == HEAD_BYTES && widths.size() > 1) {
            // The last of them may have been cut in two.
            widths.remove(widths.size() - 1);
        }
        return !widths.isEmpty() && widths.get(0) > 1 && widths.stream().distinct().count() == 1;
    }
}
