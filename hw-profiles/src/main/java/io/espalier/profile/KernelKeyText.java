package io.espalier.profile;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads the text form of a {@link KernelKey}. */
final class KernelKeyText {
    private static final Pattern FORM = Pattern.compile(
            "([a-z0-9_.:]+)((?:\\+[a-z0-9_]+)*) (\\d+)>(\\d+) (-|\\d+(?:x\\d+)*)((?: [^ ]+)*) ([a-z0-9]+)");
    private static final Pattern MIXED = Pattern.compile("w(\\d+)a(\\d+)");

    private KernelKeyText() {}

    static String write(KernelKey key) {
        StringBuilder text = new StringBuilder(key.kind()).append(key.fused());
        text.append(' ').append(key.inChannels()).append('>').append(key.outChannels());
        text.append(key.size().isEmpty() ? " -" : "");
        for (int axis = 0; axis < key.size().size(); axis++) {
            text.append(axis == 0 ? ' ' : 'x').append(key.size().at(axis));
        }
        text.append(key.window().isEmpty() ? "" : " ").append(key.window());
        return text.append(' ').append(key.precision()).toString();
    }

    static KernelKey read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("""
                    The text (%s) does not name a kernel.
                    Maybe like this: (conv+relu 16>32 32x32 k3x3 s2x2 p1,1,1,1 int8).""".formatted(text));
        }
        Longs size = matcher.group(5).equals("-")
                ? Longs.of()
                : Longs.of(Arrays.stream(matcher.group(5).split("x"))
                        .mapToLong(Long::parseLong)
                        .toArray());
        return new KernelKey(
                matcher.group(1),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                size,
                matcher.group(6).trim(),
                matcher.group(2),
                precision(matcher.group(7)));
    }

    static Precision precision(String name) {
        if (name.equals("fp32")) {
            return Precision.FP32;
        }
        if (name.equals("fp16")) {
            return Precision.FP16;
        }
        if (name.equals("int8")) {
            return Precision.INT8;
        }
        Matcher mixed = MIXED.matcher(name);
        if (!mixed.matches()) {
            throw new IllegalArgumentException(
                    "The precision (%s) is none.\nMaybe (fp32), (fp16), (int8) or (w4a8)?".formatted(name));
        }
        return new Precision(Integer.parseInt(mixed.group(1)), Integer.parseInt(mixed.group(2)));
    }
}
