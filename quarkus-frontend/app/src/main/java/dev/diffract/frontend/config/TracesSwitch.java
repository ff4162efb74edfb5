package dev.diffract.frontend.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.net.URI;
import java.net.URISyntaxException;

/** Switches the library for traces off where nothing says where they go. Its own default is a collector on this machine. */
public final class TracesSwitch implements ConfigSourceInterceptor {

    /** Says where they go. */
    public static final String ENDPOINT = "diffract.traces.endpoint";

    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final long serialVersionUID = 1L;

    /** What is no endpoint switches nothing on either: it is refused when the configuration is read, in this program's words. */
    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!name.equals(DISABLED)) {
            return context.proceed(name);
        }
        ConfigValue endpoint = context.proceed(ENDPOINT);
        return endpoint != null && endpoint.getValue() != null && isEndpoint(endpoint.getValue())
                ? context.proceed(name)
                : ConfigValue.builder().withName(name).withValue("true").build();
    }

    /** Whether it is an address of HTTP with a host. */
    public static boolean isEndpoint(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
