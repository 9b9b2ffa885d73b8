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

    /** What some links lead to instead of a collection: one document, which has no id, e.g. {@code {url, token}}. */
    public static Page document(Resource document) {
        return all(List.of(document));
    }

    public boolean isDocument() {
        return data.size() == 1 && data.getFirst().id().isEmpty();
    }
}
