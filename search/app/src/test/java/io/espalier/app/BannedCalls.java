package io.espalier.app;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Members of the JDK that our code does not use: what they return depends on more than a seed and a key. */
final class BannedCalls {

    private static final String NEW = "<init>";

    /** Draws from a seed that nobody wrote down. */
    static final DescribedPredicate<JavaAccess<?>> UNSEEDED_RANDOMNESS = new Banned(
            "unseeded randomness",
            Map.of(
                    "java.util.Random", Set.of(NEW),
                    "java.util.SplittableRandom", Set.of(NEW),
                    "java.lang.Math", Set.of("random"),
                    "java.lang.StrictMath", Set.of("random"),
                    "java.util.Collections", Set.of("shuffle"),
                    "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
                    "java.util.random.RandomGenerator", Set.of("getDefault", "of")),
            target -> hasNoSeed(target));

    /** Makes threads that a stack dump cannot tell apart. */
    static final DescribedPredicate<JavaAccess<?>> UNNAMED_THREADS = new Banned(
            "unnamed thread pools",
            Map.of(
                    "java.util.concurrent.Executors",
                    Set.of(
                            "newFixedThreadPool",
                            "newCachedThreadPool",
                            "newSingleThreadExecutor",
                            "newScheduledThreadPool",
                            "newSingleThreadScheduledExecutor",
                            "newWorkStealingPool")),
            target -> !hasParameter(target, "java.util.concurrent.ThreadFactory"));

    /** Writes past the writers that a command is given. */
    static final DescribedPredicate<JavaAccess<?>> STANDARD_STREAMS = new Banned(
            "standard streams", Map.of("java.lang.System", Set.of("out", "err", "setOut", "setErr")), target -> true);

    /** Asks the machine for the time. A {@code Clock} handed over is fine. */
    static final DescribedPredicate<JavaAccess<?>> SYSTEM_CLOCK = new Banned(
            "the system's clock",
            Map.ofEntries(
                    Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
                    Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis")),
                    Map.entry("java.time.InstantSource", Set.of("system")),
                    Map.entry("java.time.Instant", Set.of("now")),
                    Map.entry("java.time.LocalDate", Set.of("now")),
                    Map.entry("java.time.LocalTime", Set.of("now")),
                    Map.entry("java.time.LocalDateTime", Set.of("now")),
                    Map.entry("java.time.OffsetDateTime", Set.of("now")),
                    Map.entry("java.time.ZonedDateTime", Set.of("now")),
                    Map.entry("java.util.Date", Set.of(NEW))),
            target -> !hasParameter(target, "java.time.Clock") && !hasParameter(target, "long"));

    private BannedCalls() {}

    private static boolean hasNoSeed(AccessTarget target) {
        return !hasParameter(target, "long")
                && !hasParameter(target, "java.util.Random")
                && !hasParameter(target, "java.util.random.RandomGenerator");
    }

    private static boolean hasParameter(AccessTarget target, String type) {
        return target instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                && codeUnit.getRawParameterTypes().stream()
                        .anyMatch(parameter -> parameter.getName().equals(type));
    }

    /** Accesses, calls and method references to members by owner and name, if a test of the target agrees. */
    private static final class Banned extends DescribedPredicate<JavaAccess<?>> {

        private final Map<String, Set<String>> membersByOwner;
        private final Predicate<AccessTarget> test;

        Banned(String description, Map<String, Set<String>> membersByOwner, Predicate<AccessTarget> test) {
            super("the target is %s", description);
            this.membersByOwner = membersByOwner;
            this.test = test;
        }

        @Override
        public boolean test(JavaAccess<?> access) {
            AccessTarget target = access.getTarget();
            return membersByOwner
                            .getOrDefault(target.getOwner().getName(), Set.of())
                            .contains(target.getName())
                    && test.test(target);
        }
    }
}
