package io.drover.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for people: columns as wide as their widest cell, three spaces between, the last one open-ended. Rows are never
 * wrapped by us; on a terminal {@link Terminal#print(Table)} tells it to cut them at the edge.
 */
public final class Table {
    private static final String GAP = "   ";

    private final List<String> headers;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... headers) {
        this.headers = List.of(headers);
    }

    public void add(List<Cell> cells) {
        if (cells.size() != headers.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + headers.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    public String render(boolean colours) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        List<Cell> header = new ArrayList<>();
        headers.forEach(name -> header.add(Cell.of(name)));
        appendRow(text, header, widths, false);
        for (List<Cell> row : rows) {
            appendRow(text, row, widths, colours);
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[headers.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headers.get(column).length();
            for (List<Cell> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        return widths;
    }

    private static void appendRow(StringBuilder text, List<Cell> row, int[] widths, boolean colours) {
        int last = lastFilled(row);
        for (int column = 0; column <= last; column++) {
            Cell cell = row.get(column);
            text.append(cell.colour().paint(cell.text(), colours));
            if (column < last) {
                text.append(" ".repeat(widths[column] - width(cell))).append(GAP);
            }
        }
        text.append('\n');
    }

    private static int lastFilled(List<Cell> row) {
        int last = row.size() - 1;
        while (last > 0 && row.get(last).text().isEmpty()) {
            last--;
        }
        return last;
    }

    private static int width(Cell cell) {
        return cell.text().codePointCount(0, cell.text().length());
    }
}
