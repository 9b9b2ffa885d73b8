package io.drover.model.link;

/**
 * Output of a container, as the engine delivered it.
 *
 * @param stream 0 terminal (both), 1 standard output, 2 standard error
 * @param bytes raw, may hold several lines or a part of one
 */
public record LogChunk(int stream, byte[] bytes) {}
