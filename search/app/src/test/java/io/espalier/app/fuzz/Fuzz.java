package io.espalier.app.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Hands faulty files to a reader, one after the other in one process. It may read them or refuse them in words of its
 * own; it may not fail otherwise, take five seconds, or allocate a gigabyte.
 */
public final class Fuzz {
    private static final double MOST_SECONDS = 5;
    private static final long MOST_BYTES = 1_000_000_000;
    private static final int STACK = 12;

    private final FaultyFiles files;
    private final Path folder;
    private final Consumer<Path> reader;
    private final Predicate<Throwable> refusal;

    /**
     * @param folder for the files; those with faults stay there
     * @param refusal tells the exceptions by which {@code reader} refuses a file
     */
    public Fuzz(FaultyFiles files, Path folder, Consumer<Path> reader, Predicate<Throwable> refusal) {
        this.files = files;
        this.folder = folder;
        this.reader = reader;
        this.refusal = refusal;
    }

    /** Reads the files from number {@code first} on. */
    public FuzzResult run(long first, int count) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(FaultyFiles.dataFile()), new byte[64 * 1024]);
        Path file = folder.resolve("faulty.onnx");
        MeasuredRuns runs = new MeasuredRuns(MOST_SECONDS);
        FuzzResult result = new FuzzResult();
        for (long number = first; number < first + count; number++) {
            byte[] bytes = files.file(number);
            Files.write(file, bytes);
            MeasuredRuns.Taken taken = runs.run(() -> reader.accept(file));
            if (System.getenv("DBG") != null && taken.thrown() != null)
                System.out.println("DBG "
                        + String.valueOf(taken.thrown().getMessage())
                                .replaceAll("\\([^)]*\\)", "()")
                                .replaceAll("\\d+", "0")
                                .lines()
                                .findFirst()
                                .orElse(""));
            result.add(number, outcome(taken.thrown()), taken.seconds(), taken.allocatedBytes());
            String fault = fault(taken);
            if (!fault.isEmpty()) {
                Files.write(folder.resolve("fault-%d.onnx".formatted(number)), bytes);
                result.addFault(number, fault);
            }
        }
        return result;
    }

    private static String outcome(Throwable thrown) {
        return thrown == null ? "read" : thrown.getClass().getSimpleName();
    }

    /** What must not be; empty when all is well. */
    private String fault(MeasuredRuns.Taken taken) {
        if (taken.thrown() != null && !isClear(taken.thrown())) {
            return describe(taken.thrown());
        }
        return taken.allocatedBytes() > MOST_BYTES ? "allocates %d bytes".formatted(taken.allocatedBytes()) : "";
    }

    /** Refused, by us and not by a method of the JDK that we called with nonsense, and in words. */
    private boolean isClear(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return refusal.test(thrown)
                && thrown.getMessage() != null
                && !thrown.getMessage().isBlank()
                && stack.length > 0
                && stack[0].getClassName().startsWith("io.espalier.");
    }

    private static String describe(Throwable thrown) {
        String stack = Arrays.stream(thrown.getStackTrace())
                .limit(STACK)
                .map(place -> "\n    at " + place)
                .collect(Collectors.joining());
        String message = String.valueOf(thrown.getMessage());
        return thrown.getClass().getName() + ": " + message.substring(0, Math.min(200, message.length())) + stack;
    }
}
