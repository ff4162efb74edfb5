package dev.diffract.frontend.service;

import dev.diffract.frontend.core.generation.JobStore;
import dev.diffract.frontend.core.generation.JobStoreKit;
import dev.diffract.frontend.core.generation.MemoryJobStore;

/** Stores that will stand in this module are held to the core's own kit, from here. */
class JobStoreKitTest extends JobStoreKit {

    @Override
    protected JobStore empty() {
        return new MemoryJobStore(catalog());
    }
}
