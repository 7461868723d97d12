package io.espalier.profile;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.CentralProcessor.ProcessorIdentifier;

/** Finds out what machine this is. */
public final class Devices {
    private static final Pattern LINUX_FLAGS = Pattern.compile("(?:flags|Features)\\s*:\\s*(.*)");
    private static final Pattern WINDOWS_FLAG = Pattern.compile("(?:PF_)?([A-Z0-9_]+?)(?:_INSTRUCTIONS)?_AVAILABLE.*");

    private Devices() {}

    /** The facts of the machine that this process runs on. */
    public static DeviceFacts thisMachine() {
        CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
        ProcessorIdentifier identifier = processor.getProcessorIdentifier();
        String name = "%s family %s model %s stepping %s"
                .formatted(
                        identifier.getName().strip(),
                        identifier.getFamily(),
                        identifier.getModel(),
                        identifier.getStepping());
        return new DeviceFacts(
                name,
                System.getProperty("os.arch", "unknown"),
                processor.getPhysicalProcessorCount(),
                processor.getProcessorCaches().stream().map(Devices::describe).toList(),
                flags(processor.getFeatureFlags()),
                System.getProperty("os.name", "unknown"));
    }

    private static String describe(ProcessorCache cache) {
        return "L%d %s %d bytes".formatted(cache.getLevel(), cache.getType(), cache.getCacheSize());
    }

    /** Every platform lists them in a form of its own. */
    private static List<String> flags(List<String> lines) {
        return lines.stream()
                .flatMap(Devices::flagsOf)
                .map(flag -> flag.toLowerCase(Locale.ROOT))
                .filter(flag -> !flag.isBlank())
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> flagsOf(String line) {
        Matcher linux = LINUX_FLAGS.matcher(line);
        if (linux.matches()) {
            return Stream.of(linux.group(1).split("\\s+"));
        }
        Matcher windows = WINDOWS_FLAG.matcher(line);
        if (windows.matches()) {
            return Stream.of(windows.group(1));
        }
        return Stream.of(line.replaceFirst("^[^:]*:", "").strip().split("[\\s,]+"));
    }
}
