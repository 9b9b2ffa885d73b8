package io.drover.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of one benchmark.
 *
 * @param method what exactly was measured, in a sentence or two
 * @param remarks what the numbers say, computed from them
 */
record Section(String title, String method, List<Table> tables, List<String> remarks) {
    Section {
        tables = List.copyOf(tables);
        remarks = List.copyOf(remarks);
    }

    String markdown() {
        return Stream.of(
                        Stream.of("### " + title, method),
                        tables.stream().map(Table::markdown),
                        remarks.isEmpty()
                                ? Stream.<String>empty()
                                : Stream.of(remarks.stream()
                                        .map(remark -> "* " + remark)
                                        .collect(Collectors.joining("\n"))))
                .flatMap(parts -> parts)
                .collect(Collectors.joining("\n\n"));
    }
}
