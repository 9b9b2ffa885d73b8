package io.drover.api.request;

import io.drover.api.ApiException;
import io.drover.api.schema.Field;
import io.drover.api.schema.FieldType;
import io.drover.api.schema.TypeRegistry;
import io.drover.api.schema.WireDate;
import io.drover.model.WireId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts and checks the value of one field. Its messages name the field, the value and what is accepted. */
final class FieldReader {
    private static final int SHOWN_CHARACTERS = 80;
    /** No number needs more; reading one takes the square of its length. */
    private static final int LONGEST_NUMBER = 64;

    private final Field field;
    private final @Nullable Pattern validChars;
    private final TypeRegistry types;
    private volatile @Nullable InputReader nested;

    FieldReader(Field field, TypeRegistry types) {
        this.field = field;
        this.types = types;
        String characterClass = field.limits().validChars();
        this.validChars = characterClass == null ? null : Pattern.compile("[" + characterClass + "]*");
    }

    Field field() {
        return field;
    }

    /** @param path name of the field as the client knows it, e.g. {@code launchConfig.imageUuid} */
    @Nullable
    Object read(String path, @Nullable Object value, Reading reading) {
        if (isMissing(value) && field.isRequired()) {
            throw invalid("MissingRequired", path, "field '" + path + "' is required");
        }
        if (value == null) {
            if (!field.isNullable()) {
                throw invalid("NotNullable", path, "field '" + path + "' must not be null");
            }
            return null;
        }
        Object converted = convert(path, field.type(), value, reading);
        checkLimits(path, converted);
        return converted;
    }

    private static boolean isMissing(@Nullable Object value) {
        return value == null || "".equals(value) || (value instanceof List<?> list && list.isEmpty());
    }

    private Object convert(String path, String type, Object value, Reading reading) {
        return switch (FieldType.of(type)) {
            case TEXT, ENUM -> text(path, value);
            case INT -> number(path, value);
            case FLOAT -> decimal(path, value);
            case BOOLEAN -> flag(path, value);
            case DATE -> date(path, value, reading.now());
            case REFERENCE -> reference(path, type, value);
            case ARRAY -> array(path, FieldType.element(type), value, reading);
            case MAP -> map(path, FieldType.element(type), value, reading);
            case JSON -> value;
            case NAMED -> nested(path, type, value, reading);
        };
    }

    private String text(String path, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw format(path, value, "text");
        }
        return value.toString();
    }

    private Long number(String path, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return ((Number) value).longValue();
        }
        String digits = value.toString().strip();
        if (digits.length() > LONGEST_NUMBER) {
            throw format(path, value, "a whole number");
        }
        try {
            return new java.math.BigDecimal(digits).longValueExact();
        } catch (ArithmeticException | NumberFormatException notAnInteger) {
            throw format(path, value, "a whole number");
        }
    }

    private Double decimal(String path, Object value) {
        String digits = value.toString().strip();
        try {
            double number = digits.length() > LONGEST_NUMBER ? Double.NaN : Double.parseDouble(digits);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw format(path, value, "a number");
        }
        throw format(path, value, "a number");
    }

    private Boolean flag(String path, Object value) {
        return switch (value.toString().strip()) {
            case "true", "True", "1" -> true;
            case "false", "False", "0" -> false;
            default -> throw format(path, value, "true or false");
        };
    }

    private Instant date(String path, Object value, Instant now) {
        if (value instanceof Instant instant) {
            return instant;
        }
        return value.equals("now")
                ? now
                : WireDate.parse(value.toString())
                        .orElseThrow(
                                () -> invalid(
                                        "InvalidDateFormat",
                                        path,
                                        "field '" + path + "' has the value " + shown(value)
                                                + ": a date is written like 2026-01-31T12:00:00Z, or as milliseconds since 1970"));
    }

    private Long reference(String path, String type, Object value) {
        var number = WireId.parse(value.toString());
        if (number.isEmpty()) {
            throw invalid(
                    "InvalidReference",
                    path,
                    "field '" + path + "' has the value " + shown(value) + ": that is no id of a '"
                            + FieldType.element(type) + "'");
        }
        return number.getAsLong();
    }

    private List<Object> array(String path, String element, Object value, Reading reading) {
        List<?> given = value instanceof List<?> list ? list : List.of(value);
        List<Object> converted = new ArrayList<>();
        for (Object item : given) {
            if (item == null) {
                throw invalid("NotNullable", path, "field '" + path + "' must not contain null");
            }
            converted.add(element.isEmpty() ? item : convert(path, element, item, reading));
        }
        return converted;
    }

    private Map<String, @Nullable Object> map(String path, String element, Object value, Reading reading) {
        Map<String, @Nullable Object> converted = new LinkedHashMap<>();
        asMap(path, value).forEach((key, item) -> {
            boolean isFree = item == null || element.isEmpty();
            converted.put(key, isFree ? item : convert(path + "." + key, element, item, reading));
        });
        return converted;
    }

    /**
     * A value with a schema of its own, e.g. a member of a project, is checked by it; one without is taken as it is.
     */
    private Object nested(String path, String type, Object value, Reading reading) {
        Map<String, @Nullable Object> given = asMap(path, value);
        InputReader reader = nestedReader(type);
        if (reader == null) {
            return given;
        }
        try {
            return reader.read(reading.inside(), given, Map.of()).values();
        } catch (ApiException.InvalidField wrong) {
            throw invalid(wrong.code(), path + "." + wrong.field(), inside(path, wrong.sentence()));
        }
    }

    private static String inside(String path, String sentence) {
        String beginning = "field '";
        return sentence.startsWith(beginning)
                ? beginning + path + "." + sentence.substring(beginning.length())
                : sentence;
    }

    /** Made at the first use, because types may contain each other. */
    private @Nullable InputReader nestedReader(String type) {
        InputReader reader = nested;
        if (reader == null) {
            reader = types.find(type)
                    .map(schema -> new InputReader(schema.name(), schema.fields(), types))
                    .orElse(null);
            nested = reader;
        }
        return reader;
    }

    private Map<String, @Nullable Object> asMap(String path, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw format(path, value, "an object with fields");
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(String.valueOf(key), item));
        return copy;
    }

    private void checkLimits(String path, Object value) {
        Field.Limits limits = field.limits();
        if (value instanceof Number number) {
            checkRange(path, number, limits);
        }
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            if (item instanceof String text) {
                checkText(path, text, limits);
            }
        }
    }

    private void checkRange(String path, Number number, Field.Limits limits) {
        if (limits.min() != null && number.doubleValue() < limits.min()) {
            throw invalid(
                    "MinLimitExceeded",
                    path,
                    "field '" + path + "' has the value " + number + ": the smallest accepted is " + limits.min());
        }
        if (limits.max() != null && number.doubleValue() > limits.max()) {
            throw invalid(
                    "MaxLimitExceeded",
                    path,
                    "field '" + path + "' has the value " + number + ": the largest accepted is " + limits.max());
        }
    }

    private void checkText(String path, String text, Field.Limits limits) {
        if (limits.minLength() != null && text.length() < limits.minLength()) {
            throw invalid(
                    "MinLengthExceeded",
                    path,
                    "field '" + path + "' has " + text.length() + " characters: at least " + limits.minLength()
                            + " are needed");
        }
        if (limits.maxLength() != null && text.length() > limits.maxLength()) {
            throw invalid(
                    "MaxLengthExceeded",
                    path,
                    "field '" + path + "' has " + text.length() + " characters: at most " + limits.maxLength()
                            + " are accepted");
        }
        if (!limits.options().isEmpty() && !limits.options().contains(text) && !field.isOpen()) {
            throw invalid(
                    "InvalidOption",
                    path,
                    "field '" + path + "' has the value " + shown(text) + ": accepted are "
                            + String.join(", ", limits.options()));
        }
        if (validChars != null && !validChars.matcher(text).matches()) {
            throw invalid(
                    "InvalidCharacters",
                    path,
                    "field '" + path + "' has the value " + shown(text) + ": accepted characters are "
                            + limits.validChars());
        }
    }

    private ApiException format(String path, Object value, String wanted) {
        return invalid(
                "InvalidFormat", path, "field '" + path + "' has the value " + shown(value) + ": it must be " + wanted);
    }

    private static ApiException invalid(String code, String path, String message) {
        return new ApiException.InvalidField(code, path, message);
    }

    private String shown(Object value) {
        if (field.type().equals("password") || !field.readable()) {
            return "(hidden)";
        }
        String text = value.toString();
        return "'" + (text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...") + "'";
    }
}
