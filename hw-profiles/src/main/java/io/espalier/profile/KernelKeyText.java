package io.espalier.profile;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes and reads the text form of a {@link KernelKey}. */
final class KernelKeyText {
    private static final Pattern FORM = Pattern.compile(
            "([a-z0-9_.:]+)((?:\\+[a-z0-9_]+)*) (\\d+)>(\\d+) (-|\\d+(?:x\\d+)*)((?: [^ ]+)*) ([a-z0-9]+)");
    private static final Pattern MIXED = Pattern.compile("w(\\d+)a(\\d+)");

    private KernelKeyText() {}

    static String write(KernelKey key) {
        String size = key.size().isEmpty()
                ? "-"
                : key.size().stream().mapToObj(Long::toString).collect(Collectors.joining("x"));
        String window = key.window().isEmpty() ? "" : ' ' + key.window();
        return key.kind()
                + key.fused()
                + ' '
                + key.inChannels()
                + '>'
                + key.outChannels()
                + ' '
                + size
                + window
                + ' '
                + key.precision();
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
