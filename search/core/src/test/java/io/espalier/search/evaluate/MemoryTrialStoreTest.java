package io.espalier.search.evaluate;

import io.espalier.search.testing.MemoryTrialStore;

class MemoryTrialStoreTest implements TrialStoreContract {
    @Override
    public TrialStore store() {
        return new MemoryTrialStore();
    }
}
