package dev.diffract.frontend.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Switches the library for traces off where nothing says where they go. Its own default is a collector on this machine. */
public final class TracesSwitch implements ConfigSourceInterceptor {

    /** Says where they go. */
    public static final String ENDPOINT = "diffract.traces.endpoint";

    private static final String DISABLED = "quarkus.otel.sdk.disabled";

    /** The library makes its client of it, switched on or not, and before this program says what is wrong with it. */
    private static final Set<String> ADDRESSES =
            Set.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint");

    private static final String NOBODY = "http://127.0.0.1:4317";
    private static final int LAST_PORT = 65_535;
    private static final long serialVersionUID = 1L;

    /** What is no endpoint switches nothing on either: it is refused when the configuration is read, in this program's words. */
    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.equals(DISABLED) && !ADDRESSES.contains(name)) {
            return context.proceed(name);
        }
        ConfigValue endpoint = context.proceed(ENDPOINT);
        if (endpoint != null && endpoint.getValue() != null && isEndpoint(endpoint.getValue())) {
            return context.proceed(name);
        }
        String value = name.equals(DISABLED) ? "true" : NOBODY;
        return ConfigValue.builder().withName(name).withValue(value).build();
    }

    /** Whether it is an address of HTTP with a host, and a port if any. */
    public static boolean isEndpoint(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null
                    && address.getPort() <= LAST_PORT
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
