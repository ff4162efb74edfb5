package dev.diffract.frontend.wiring;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program. A start that fails ends with one sentence instead of Quarkus' log of the exception. */
@QuarkusMain
public class DiffractFrontend {

    public static void main(String... args) {
        Quarkus.run(null, StartupFailure::exit, args);
    }
}
