package io.drover.scheduler.compose.yaml;

/** Where a value stands in its file; line and column count from 1. */
public record Position(String file, int line, int column) {}
