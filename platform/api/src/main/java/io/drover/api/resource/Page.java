package io.drover.api.resource;

import java.util.List;

/**
 * A part of a list.
 *
 * @param data in order
 * @param more there are further ones behind these
 */
public record Page(List<Resource> data, boolean more) {
    public Page {
        data = List.copyOf(data);
    }

    public static Page all(List<Resource> data) {
        return new Page(data, false);
    }
}
