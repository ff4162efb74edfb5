package dev.diffract.frontend.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Waits a second for what is to be sent. */
public final class Impatient implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("diffract.intake.patience", "1s", "diffract.intake.memory", "0.1");
    }
}
