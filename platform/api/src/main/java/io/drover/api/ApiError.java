package io.drover.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a failed request answers (spec: api contract, section 7).
 *
 * @param code the contract's code, or the status' standard text
 * @param message the status' standard text when the code is; else the sentence
 * @param detail the sentence, when the message is only the standard text
 * @param fieldName the field at fault, for 422
 * @param retryAfterSeconds for 429 and 503; 0: no header
 */
public record ApiError(
        int status,
        String code,
        String message,
        @Nullable String detail,
        @Nullable String fieldName,
        int retryAfterSeconds) {
    /** An answer without a code of its own. */
    static ApiError plain(int status, @Nullable String sentence) {
        String standard = standardText(status);
        return new ApiError(status, standard, standard, sentence, null, 0);
    }

    static ApiError coded(int status, @Nullable String code, String sentence) {
        return code == null ? plain(status, sentence) : new ApiError(status, code, sentence, null, null, 0);
    }

    ApiError retryAfter(int seconds) {
        return new ApiError(status, code, message, detail, fieldName, seconds);
    }

    /** @param id new for each answer; the log line of a fault has it too */
    public Map<String, @Nullable Object> body(String id) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("type", "error");
        body.put("links", Map.of());
        body.put("actions", Map.of());
        body.put("status", status);
        body.put("code", code);
        body.put("message", message);
        body.put("detail", detail);
        body.put("fieldName", fieldName);
        return body;
    }

    private static String standardText(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method not allowed";
            case 409 -> "Conflict";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Entity";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> status >= 500 ? "Internal Server Error" : "Bad Request";
        };
    }
}
