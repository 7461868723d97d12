package io.espalier.search;

import io.espalier.search.evaluate.RunAbandonedException;
import io.espalier.search.evaluate.TrialRunner;
import io.espalier.search.evaluate.TrialStore;
import io.espalier.search.export.Front;
import io.espalier.search.export.RunDirectory;
import io.espalier.search.export.RunRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What all phases of one run share: request, folder, store, record, time, and who listens. */
final class RunContext implements AutoCloseable {
    private static final Duration RECORD_EVERY = Duration.ofSeconds(5);

    final SearchRequest request;
    final SearchPorts ports;
    final RunDirectory directory;
    final RunRecord record;
    final TrialStore store;
    final TrialRunner runner;
    final TimePlan plan;
    private final SearchListener listener;
    private Phase phase = Phase.PARENT;
    private Instant counted;

    private RunContext(
            SearchRequest request,
            SearchPorts ports,
            SearchListener listener,
            RunDirectory directory,
            RunRecord record,
            TrialStore store) {
        this.request = request;
        this.ports = ports;
        this.listener = listener;
        this.directory = directory;
        this.record = record;
        this.store = store;
        this.runner = new TrialRunner(store, request.seed(), host(), ports.clock());
        Instant begun = request.started().orElseGet(ports.clock()::instant);
        Duration used = Duration.ofMillis(Math.round(1000 * record.totalSeconds()));
        this.plan = new TimePlan(ports.clock(), begun.minus(used), request.timeLimit());
        this.counted = begun;
    }

    static RunContext open(SearchRequest request, SearchPorts ports, SearchListener listener) {
        RunDirectory directory = RunDirectory.open(request.out(), request.resume());
        RunRecord record = RunRecord.open(directory.runFile());
        if (!request.resume()) {
            record.set("request", request.description());
        }
        record.set("seed", request.seed());
        record.set("model", java.util.Map.of("name", request.modelName(), "sha256", request.modelHash()));
        record.set("threads", request.threads());
        record.set("evaluators", request.evaluators());
        record.set("trainingThreads", request.trainingThreads());
        record.set("host", host());
        record.set("data", request.splits().description());
        record.set(
                "metric",
                java.util.Map.of(
                        "name", request.metric().name(),
                        "description", request.metric().description(),
                        "better", request.metric().isHigherBetter() ? "higher" : "lower",
                        "guessing", request.metric().guessing()));
        record.set("loss", request.supervision().toString());
        record.set("versions", versions(ports));
        record.set("finished", false);
        record.write();
        return new RunContext(
                request, ports, listener, directory, record, ports.stores().open(directory.trialsFile()));
    }

    /** Runs one phase, maybe inside another, and counts its seconds. */
    <T> T phase(Phase next, Supplier<T> work) {
        count();
        Phase outer = phase;
        phase = next;
        tell(new SearchEvent.PhaseStarted(next));
        T result = work.get();
        count();
        phase = outer;
        record.write();
        return result;
    }

    void tell(SearchEvent event) {
        if (Duration.between(counted, ports.clock().instant()).compareTo(RECORD_EVERY) > 0) {
            count();
            record.write();
        }
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            throw new RunAbandonedException(e);
        }
    }

    /** Records that the run is over. */
    SearchResult finish(Front front, int scored) {
        record.set("finished", true);
        record.set("scored", scored);
        record.write();
        SearchResult result = new SearchResult(directory.folder(), front, scored);
        tell(new SearchEvent.SearchFinished(result));
        return result;
    }

    private void count() {
        Instant now = ports.clock().instant();
        record.addSeconds(phase.id(), Duration.between(counted, now).toMillis() / 1000.0);
        counted = now;
    }

    static java.util.SortedMap<String, String> versions(SearchPorts ports) {
        java.util.SortedMap<String, String> versions = new java.util.TreeMap<>();
        versions.put(ports.runtime().name(), ports.runtime().version());
        versions.put(ports.engine().name(), ports.engine().version());
        versions.put("java", System.getProperty("java.version", ""));
        String own = RunContext.class.getPackage().getImplementationVersion();
        versions.put("espalier", own == null ? "development" : own);
        return versions;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
