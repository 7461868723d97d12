package io.espalier.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.espalier.search.evaluate.Trial;
import io.espalier.search.evaluate.TrialStore;
import io.espalier.search.evaluate.TrialStoreContract;
import io.espalier.search.evaluate.TrialStoreFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTrialStoreTest implements TrialStoreContract {
    private static final AtomicInteger FILES = new AtomicInteger();

    @TempDir
    private Path folder;

    @Override
    public TrialStore store() {
        return open(folder.resolve("trials-%d.db".formatted(FILES.incrementAndGet())));
    }

    private static TrialStore open(Path file) {
        return Guice.createInjector(Stage.PRODUCTION, new StoreModule())
                .getInstance(TrialStoreFactory.class)
                .open(file);
    }

    @Test
    void isStillThereWhenTheFileIsOpenedAgain() {
        Path file = folder.resolve("trials.db");
        Trial trial = TrialStoreContract.trial("a", Trial.State.DONE, .5);
        try (TrialStore first = open(file)) {
            first.put(trial);
            try (TrialStore second = open(file)) {
                assertThat(second.trials()).containsExactly(trial);
            }
        }
        try (TrialStore third = open(file)) {
            assertThat(third.find("a")).contains(trial);
        }
    }

    @Test
    void refusesAFileThatIsNoStore() throws Exception {
        Path file = Files.writeString(folder.resolve("text.db"), "This is no database, only a text of some length.\n");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The store of trials (%s) cannot be opened: ".formatted(file))
                .hasMessageEndingWith("Maybe the disk is full, or another search uses this folder.");
    }
}
