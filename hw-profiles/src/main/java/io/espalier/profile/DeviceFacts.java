package io.espalier.profile;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of the processor that a profile was measured on.
 *
 * @param processor vendor's name, with family, model and stepping
 * @param cores physical cores seen by the operating system
 * @param caches one line a cache, such as {@code L2 DATA 2097152 bytes}
 * @param flags instruction set extensions, sorted; empty where the platform does not tell
 */
public record DeviceFacts(
        String processor, String architecture, int cores, List<String> caches, List<String> flags, String system) {
    private static final Pattern CACHE = Pattern.compile("L\\d+ \\w+ (\\d{1,18}) bytes");

    public DeviceFacts {
        caches = List.copyOf(caches);
        flags = List.copyOf(flags);
    }

    /** The largest cache in bytes; 0 where none is known. */
    public long largestCacheBytes() {
        return caches.stream()
                .map(CACHE::matcher)
                .filter(Matcher::matches)
                .mapToLong(cache -> Long.parseLong(cache.group(1)))
                .max()
                .orElse(0);
    }

    /** Whether both name the same processor, cores and instruction sets: a profile of one holds on the other. */
    public boolean isSameDeviceAs(DeviceFacts other) {
        return processor.equals(other.processor)
                && architecture.equals(other.architecture)
                && cores == other.cores
                && flags.equals(other.flags);
    }
}
