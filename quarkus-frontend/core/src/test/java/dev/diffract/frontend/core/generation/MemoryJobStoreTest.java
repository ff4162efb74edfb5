package dev.diffract.frontend.core.generation;

class MemoryJobStoreTest extends JobStoreKit {

    @Override
    protected JobStore empty() {
        return new MemoryJobStore(catalog());
    }
}
