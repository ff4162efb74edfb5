package dev.diffract.frontend.wiring;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.Security;

/** The program. A start that fails ends with one sentence instead of Quarkus' log of the exception. */
@QuarkusMain
public class DiffractFrontend {

    /** Java keeps what names stand for for half a minute unless it is told otherwise, which is longer than services' addresses last. */
    private static final String NAMES_ARE_KEPT = "networkaddress.cache.ttl";

    private static final String SECONDS = "5";

    public static void main(String... args) {
        if (Security.getProperty(NAMES_ARE_KEPT) == null && System.getProperty("sun.net.inetaddr.ttl") == null) {
            Security.setProperty(NAMES_ARE_KEPT, SECONDS);
        }
        Quarkus.run(null, StartupFailure::exit, args);
    }
}
