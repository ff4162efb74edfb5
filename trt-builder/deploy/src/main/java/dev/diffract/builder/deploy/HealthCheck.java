package dev.diffract.builder.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How compose asks a container of ours how it is. Its images have no program that speaks HTTP, neither the JVM's nor the native one; all
 * have bash, which opens connections itself.
 */
final class HealthCheck {

    private HealthCheck() {}

    /**
     * A service's {@code healthcheck}: healthy while the answer is 200.
     *
     * @param port inside the container
     */
    static Map<String, Object> of(int port, String path) {
        Map<String, Object> check = new LinkedHashMap<>();
        // Compose puts variables in place of what follows one dollar sign.
        check.put("test", List.of("CMD", "bash", "-c", ComposeServices.literal(script(port, path))));
        check.put("interval", "10s");
        check.put("timeout", "5s");
        check.put("retries", 3);
        check.put("start_period", "2m");
        return check;
    }

    private static String script(int port, String path) {
        return "exec 3<>/dev/tcp/127.0.0.1/" + port + " && printf 'GET " + path
                + " HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3"
                + " && read -r _ status _ <&3 && [ \"$status\" = 200 ]";
    }
}
