package io.espalier.zoo.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the profile that ONNX Runtime writes: an array of events in the form of Chrome's tracer, one per kernel and run.
 */
final class OrtProfile {
    private static final String SUFFIX = "_kernel_time";

    private final Map<String, List<Long>> micros = new LinkedHashMap<>();
    private final Map<String, String> operators = new LinkedHashMap<>();

    private OrtProfile() {}

    static List<NodeTiming> read(Path file, int warmup, int runs) {
        OrtProfile profile = new OrtProfile();
        JsonFactory json = new JsonFactory();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), file)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    profile.event(parser);
                }
            }
        }
        return profile.timings(warmup, runs);
    }

    private void event(JsonParser parser) {
        String category = "";
        String name = "";
        String operator = "";
        long duration = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "cat" -> category = parser.getString();
                case "name" -> name = parser.getString();
                case "dur" -> duration = parser.getLongValue();
                case "args" -> operator = operator(parser);
                default -> parser.skipChildren();
            }
        }
        if (category.equals("Node") && name.endsWith(SUFFIX)) {
            String node = name.substring(0, name.length() - SUFFIX.length());
            micros.computeIfAbsent(node, key -> new ArrayList<>()).add(duration);
            operators.put(node, operator);
        }
    }

    private static String operator(JsonParser parser) {
        String operator = "";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return operator;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("op_name")) {
                operator = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
        return operator;
    }

    private List<NodeTiming> timings(int warmup, int runs) {
        List<NodeTiming> timings = new ArrayList<>();
        micros.forEach((node, values) -> {
            double[] perRun = perRun(node, values, warmup + runs);
            timings.add(new NodeTiming(
                    node, operators.getOrDefault(node, ""), Arrays.copyOfRange(perRun, warmup, warmup + runs)));
        });
        return timings;
    }

    /** A node in a loop's body runs several times a run, equally often as long as the inputs are the same. */
    private static double[] perRun(String node, List<Long> values, int runs) {
        if (values.size() % runs != 0) {
            throw new IllegalStateException("""
                    The profile has %d times of the node (%s) for %d runs.
                    Maybe ask for fewer runs: the runtime keeps a million events.""".formatted(values.size(), node, runs));
        }
        int times = values.size() / runs;
        double[] perRun = new double[runs];
        for (int i = 0; i < values.size(); i++) {
            perRun[i / times] += values.get(i);
        }
        return perRun;
    }
}
