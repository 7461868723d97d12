package io.espalier.store;

import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.StoredCost;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.evaluate.TrialStore;
import io.espalier.search.space.CandidateId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A store in one SQLite file, with a write-ahead log and one connection, so one writer: what was put survives a kill of
 * the process.
 */
final class SqliteTrialStore implements TrialStore {
    private final Path file;
    private final Handle handle;

    private SqliteTrialStore(Path file, Handle handle) {
        this.file = file;
        this.handle = handle;
    }

    /** Opens {@code file} and brings its tables up to date. @throws IllegalStateException when it cannot */
    static SqliteTrialStore open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(10_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            Flyway.configure(SqliteTrialStore.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:io/espalier/store/migration")
                    .load()
                    .migrate();
            return new SqliteTrialStore(file, Jdbi.create(source).open());
        } catch (FlywayException | JdbiException e) {
            throw new IllegalStateException(
                    "The store of trials (%s) cannot be opened: %s.\nMaybe the disk is full, or another search uses this folder."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    @Override
    public Optional<Trial> find(String key) {
        return guarded(() -> handle.createQuery("SELECT * FROM trial WHERE key = :key")
                .bind("key", key)
                .map((row, context) -> trial(row))
                .findOne());
    }

    @Override
    public List<Trial> trials() {
        return guarded(() -> handle.createQuery("SELECT * FROM trial ORDER BY number")
                .map((row, context) -> trial(row))
                .list());
    }

    @Override
    public void put(Trial trial) {
        guarded(() -> handle.createUpdate("""
                        INSERT INTO trial (key, candidate, recipe, state, failure, rung, seed, host, wall_millis, finished,
                            versions, metrics, notes, schema_version)
                        VALUES (:key, :candidate, :recipe, :state, :failure, :rung, :seed, :host, :wallMillis, :finished,
                            :versions, :metrics, :notes, :schemaVersion)
                        ON CONFLICT (key) DO UPDATE SET candidate = excluded.candidate, recipe = excluded.recipe,
                            state = excluded.state, failure = excluded.failure, rung = excluded.rung,
                            seed = excluded.seed, host = excluded.host, wall_millis = excluded.wall_millis,
                            finished = excluded.finished, versions = excluded.versions, metrics = excluded.metrics,
                            notes = excluded.notes, schema_version = excluded.schema_version""")
                .bind("key", trial.key())
                .bind("candidate", trial.candidate().hash())
                .bind("recipe", trial.recipe())
                .bind("state", trial.state().name())
                .bind("failure", trial.failure())
                .bind("rung", trial.rung().name())
                .bind("seed", trial.seed())
                .bind("host", trial.host())
                .bind("wallMillis", trial.wallMillis())
                .bind("finished", trial.finished().toString())
                .bind("versions", Texts.write(trial.versions()))
                .bind("metrics", Texts.write(trial.metrics()))
                .bind("notes", Texts.write(trial.notes()))
                .bind("schemaVersion", trial.schemaVersion())
                .execute());
    }

    @Override
    public Optional<StoredCost> findCost(String key) {
        return guarded(() -> handle.createQuery("SELECT * FROM cost WHERE key = :key")
                .bind("key", key)
                .map((row, context) -> cost(row))
                .findOne());
    }

    @Override
    public void putCost(StoredCost cost) {
        guarded(() -> handle.createUpdate("""
                        INSERT OR REPLACE INTO cost (key, candidate, metric, unit, value, low, high, confidence)
                        VALUES (:key, :candidate, :metric, :unit, :value, :low, :high, :confidence)""")
                .bind("key", cost.key())
                .bind("candidate", cost.candidate().hash())
                .bind("metric", cost.metric())
                .bind("unit", cost.unit())
                .bind("value", cost.value())
                .bind("low", cost.low())
                .bind("high", cost.high())
                .bind("confidence", cost.confidence())
                .execute());
    }

    private static Trial trial(ResultSet row) throws SQLException {
        return new Trial(
                row.getString("key"),
                new CandidateId(row.getString("candidate")),
                row.getString("recipe"),
                Trial.State.valueOf(row.getString("state")),
                row.getString("failure"),
                Rung.valueOf(row.getString("rung")),
                row.getLong("seed"),
                row.getString("host"),
                row.getLong("wall_millis"),
                Instant.parse(row.getString("finished")),
                Texts.texts(row.getString("versions")),
                Texts.numbers(row.getString("metrics")),
                Texts.texts(row.getString("notes")),
                row.getInt("schema_version"));
    }

    private static StoredCost cost(ResultSet row) throws SQLException {
        return new StoredCost(
                row.getString("key"),
                new CandidateId(row.getString("candidate")),
                row.getString("metric"),
                row.getString("unit"),
                row.getDouble("value"),
                row.getDouble("low"),
                row.getDouble("high"),
                row.getString("confidence"));
    }

    private synchronized <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new IllegalStateException(
                    "The store of trials (%s) failed: %s.\nMaybe the disk is full.".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public synchronized void close() {
        handle.close();
    }
}
