package io.drover.api.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all types share: how callers show who they are, parameters of lists, errors. */
final class Components {
    private Components() {}

    static Map<String, @Nullable Object> around(Map<String, @Nullable Object> schemas) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas);
        components.put("parameters", parameters());
        components.put("responses", responses());
        components.put(
                "securitySchemes",
                Map.of(
                        "basic",
                        Map.of(
                                "type",
                                "http",
                                "scheme",
                                "basic",
                                "description",
                                "an API key: access key and secret key"),
                        "bearer",
                        Map.of("type", "http", "scheme", "bearer", "description", "a token, of a sign-in or OAuth2")));
        return components;
    }

    /** Spec: api contract, section 7. */
    static Map<String, Object> error() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", Map.of("type", "string", "description", "also in the server's log if it is its fault"));
        properties.put("type", Map.of("type", "string", "const", "error"));
        properties.put("status", Map.of("type", "integer"));
        properties.put("code", Map.of("type", "string", "description", "for programs, e.g. MissingRequired"));
        properties.put("message", Map.of("type", "string", "description", "for people"));
        properties.put("detail", Map.of("type", List.of("string", "null")));
        properties.put(
                "fieldName", Map.of("type", List.of("string", "null"), "description", "the field at fault, of 422"));
        return Map.of("type", "object", "properties", properties, "required", List.of("type", "status", "code"));
    }

    /** Spec: api contract, section 6. */
    static Map<String, Object> pagination() {
        Map<String, Object> address = Map.of("type", List.of("string", "null"), "format", "uri");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("first", address);
        properties.put("previous", address);
        properties.put("next", address);
        properties.put("limit", Map.of("type", "integer"));
        properties.put("total", Map.of("type", List.of("integer", "null")));
        properties.put("partial", Map.of("type", "boolean", "description", "there are further ones"));
        return Map.of("type", "object", "properties", properties);
    }

    private static Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("id", Map.of("name", "id", "in", "path", "required", true, "schema", Map.of("type", "string")));
        parameters.put(
                "order",
                query("order", "of sort", Map.of("type", "string", "enum", List.of("asc", "desc"), "default", "asc")));
        parameters.put(
                "limit",
                query(
                        "limit",
                        "how many at once; 0 or less is the most there can be",
                        Map.of("type", "integer", "default", 100, "maximum", 3000)));
        parameters.put(
                "marker", query("marker", "where the page begins; follow pagination.next", Map.of("type", "string")));
        parameters.put("removed", query("_removed", "also what was removed", Map.of("type", "boolean")));
        return parameters;
    }

    private static Map<String, Object> query(String name, String description, Map<String, Object> schema) {
        return Map.of("name", name, "in", "query", "description", description, "schema", schema);
    }

    private static Map<String, Object> responses() {
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("400", failure("the request cannot be read"));
        responses.put("401", failure("no credential, or one that is not valid"));
        responses.put("403", failure("no access to the environment, or the browser's CSRF token is missing"));
        responses.put("404", failure("there is no such type, resource or link for the caller"));
        responses.put("405", failure("the caller's role or the resource's state does not offer this"));
        responses.put("409", failure("something else changes it at this moment: try again"));
        responses.put("413", failure("the body is too large"));
        responses.put("422", failure("a field's value is not accepted; fieldName says which"));
        responses.put("429", failure("too many requests; Retry-After says when to come back"));
        responses.put("503", failure("a part is away; Retry-After says when to come back"));
        return responses;
    }

    private static Map<String, Object> failure(String description) {
        return Map.of(
                "description",
                description,
                "content",
                Map.of("application/json", Map.of("schema", JsonSchemas.reference("error"))));
    }
}
