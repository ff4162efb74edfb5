package dev.diffract.frontend.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Checks where the program is to listen, which is named by keys of Quarkus': those who open the ports name no key. */
final class Listening {

    private static final int LAST_PORT = 65_535;

    private Listening() {}

    /** Sentences without a full stop on what cannot be listened on. A port that is taken is not among it. */
    static List<String> faults(Config config) {
        List<String> faults = new ArrayList<>();
        for (String prefix : List.of("quarkus.http.", "quarkus.management.")) {
            int port = config.getValue(prefix + "port", Integer.class);
            if (port < 0 || port > LAST_PORT) {
                faults.add(prefix + "port is " + port + ", expected from 0 to " + LAST_PORT);
            }
            String host = config.getValue(prefix + "host", String.class);
            if (!isOfThisMachine(host)) {
                faults.add(prefix + "host is " + host + ", which is no address of this machine");
            }
        }
        return faults;
    }

    private static boolean isOfThisMachine(String host) {
        try (ServerSocket trial = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return trial.isBound();
        } catch (IOException e) { // an unknown name, too; any free port would do
            return false;
        }
    }
}
