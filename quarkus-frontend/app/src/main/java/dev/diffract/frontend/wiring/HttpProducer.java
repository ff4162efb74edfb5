package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.DiffractConfig;
import dev.diffract.frontend.config.WrongConfiguration;
import dev.diffract.frontend.http.HostList;
import dev.diffract.frontend.http.OriginList;
import dev.diffract.frontend.http.UnsentLimit;
import dev.diffract.frontend.http.WriteTimeout;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds what says who is answered over HTTP. */
@Dependent
class HttpProducer {

    private static final int SEND_BUFFER = 256 << 10;

    /** With less a picture has no room. */
    private static final long LEAST_UNSENT = 1 << 20;

    /** @param bound where the server listens: a name or an address that it goes by, too */
    @Produces
    @Singleton
    HostList hosts(DiffractConfig config, @ConfigProperty(name = "quarkus.http.host") String bound) {
        List<String> hosts = new ArrayList<>(config.http().hosts().orElse(List.of()));
        HostList configured = checked(HostList.KEY, hosts, HostList::of);
        if (Doors.isWildcard(bound)) {
            return configured;
        }
        hosts.add(bound);
        return checked("quarkus.http.host", hosts, HostList::of);
    }

    @Produces
    @Singleton
    OriginList origins(DiffractConfig config) {
        return checked(OriginList.KEY, config.http().origins().orElse(List.of()), OriginList::of);
    }

    @Produces
    @Singleton
    WriteTimeout writeTimeout(DiffractConfig config) {
        return new WriteTimeout(config.http().writeTimeout());
    }

    @Produces
    @Singleton
    UnsentLimit unsentLimit(DiffractConfig config) {
        long memory = (long) (Runtime.getRuntime().maxMemory() * config.http().unsentMemory());
        return new UnsentLimit(Math.max(memory, LEAST_UNSENT));
    }

    /** The kernel would keep megabytes for everybody who does not read, and what it keeps counts as read. */
    @Produces
    @Singleton
    HttpServerOptionsCustomizer boundedAnswers() {
        return new HttpServerOptionsCustomizer() {
            @Override
            public void customizeHttpServer(HttpServerOptions options) {
                options.setSendBufferSize(SEND_BUFFER);
            }

            @Override
            public void customizeHttpsServer(HttpServerOptions options) {
                customizeHttpServer(options);
            }
        };
    }

    private static <T> T checked(String key, List<String> texts, Function<List<String>, T> reading) {
        try {
            return reading.apply(texts);
        } catch (IllegalArgumentException wrong) {
            throw new WrongConfiguration(key + ": " + wrong.getMessage() + ".", wrong);
        }
    }
}
