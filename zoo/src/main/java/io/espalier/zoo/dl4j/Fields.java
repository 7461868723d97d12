package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * An object of a configuration, read field by field.
 *
 * @param owner layer, vertex or network, for messages
 */
record Fields(String owner, JsonNode json) {
    Fields {
        if (!json.isObject()) {
            throw new InvalidModelException("Its configuration holds no object for (%s), but %s."
                    .formatted(owner, json.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
    }

    boolean has(String field) {
        JsonNode value = json.path(field);
        return !value.isMissingNode() && !value.isNull();
    }

    Fields object(String field) {
        return new Fields(owner, json.path(field));
    }

    /** The class that is named, without its package; it is only compared, never loaded. */
    String type() {
        String name = text("@class", "");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    String text(String field, String fallback) {
        JsonNode value = json.path(field);
        return value.isString() ? value.stringValue() : fallback;
    }

    boolean flag(String field, boolean fallback) {
        JsonNode value = json.path(field);
        return value.isBoolean() ? value.booleanValue() : fallback;
    }

    double number(String field, double fallback) {
        JsonNode value = json.path(field);
        return value.isNumber() ? value.doubleValue() : fallback;
    }

    /** A size, 1 or more. */
    int size(String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw new InvalidModelException("The size (%s) of (%s) is %s, not 1 or more."
                    .formatted(field, owner, value.isMissingNode() ? "missing" : value));
        }
        return value.intValue();
    }

    /** As many whole numbers as wanted, each {@code min} or more and small. */
    long[] wholes(String field, int count, int min) {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode value : json.path(field)) {
            numbers.add(value.isIntegralNumber() && value.canConvertToInt() ? value.longValue() : Long.MIN_VALUE);
        }
        boolean valid =
                numbers.size() == count && numbers.stream().allMatch(number -> number >= min && number <= 1 << 16);
        if (!valid) {
            throw new InvalidModelException("The field (%s) of (%s) is %s, not %d numbers of at least %d."
                    .formatted(field, owner, json.path(field), count, min));
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : json.path(field)) {
            if (!value.isString()) {
                throw new InvalidModelException(
                        "The field (%s) of (%s) holds %s, no text.".formatted(field, owner, value));
            }
            texts.add(value.stringValue());
        }
        return texts;
    }

    /** Refuses the owner's type. */
    UnsupportedFeatureException unknownType() {
        return new UnsupportedFeatureException(
                "The layer (%s) is of type %s, which is not read.%nMaybe replace it in DL4J and save the network again."
                        .formatted(owner, type()));
    }

    /** Refuses a setting. @param what of the owner, such as {@code the data format NHWC} */
    UnsupportedFeatureException unsupported(String what) {
        return new UnsupportedFeatureException(
                "The layer (%s) of type %s has %s, which is not read.%nMaybe replace it in DL4J and save the network again."
                        .formatted(owner, type(), what));
    }

    /** Refuses anything but images with their channels first. */
    void requireChannelsFirst() {
        for (String field : List.of("cnn2dDataFormat", "cnn2DFormat", "dataFormat", "format")) {
            String format = text(field, "NCHW");
            if (!format.equals("NCHW")) {
                throw unsupported("the data format " + format);
            }
        }
    }
}
