package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.cards.CardSlice;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the frontend has to know: which servers there are, and which repositories they serve. */
final class FrontendSettings implements Renderer {

    static final String SLICES = "DIFFRACT_SLICES";
    static final String USAGE = "DIFFRACT_USAGE";
    static final String REPOSITORIES = "DIFFRACT_REPOSITORIES";

    /** Which hosts it goes by, and which origins' pages may use it: the deployment's business, not the plan's. */
    static final List<String> DOORS = List.of("DIFFRACT_HTTP_HOSTS", "DIFFRACT_HTTP_ORIGINS");

    /** {@code frontend.env} for a frontend on the servers' host. */
    @Override
    public List<RenderedFile> render(Deployment deployment) {
        List<String> repositories = deployment.models().values().stream()
                .map(directory -> directory.servedRepository().toString())
                .toList();
        String slices = slices(
                deployment, slice -> "localhost:" + deployment.plan().ports().grpc(slice.number()));
        String usage = slices(
                deployment, slice -> "localhost:" + deployment.plan().ports().metrics(slice.number()));
        return List.of(RenderedFile.of(
                "frontend.env",
                Stream.of(
                                "# " + Deployment.ORIGIN,
                                "# For a frontend on the servers' host: set -a; . ./frontend.env; set +a",
                                REPOSITORIES + "=" + Shell.quote(list(repositories)),
                                SLICES + "=" + Shell.quote(slices),
                                USAGE + "=" + Shell.quote(usage),
                                "QUARKUS_HTTP_PORT=" + deployment.plan().ports().frontend(),
                                "QUARKUS_MANAGEMENT_PORT="
                                        + deployment.plan().ports().management())
                        .collect(Collectors.joining("\n", "", "\n"))));
    }

    /** @param address host and a port of a slice's server */
    static String slices(Deployment deployment, Function<CardSlice, String> address) {
        return deployment.cards().stream()
                .flatMap(card -> card.slices().stream())
                .map(slice -> slice.name() + "=" + address.apply(slice))
                .collect(Collectors.joining(","));
    }

    /** A list as the frontend's configuration reads it: commas part entries, and a backslash takes that from them. */
    static String list(List<String> entries) {
        return entries.stream()
                .map(entry -> entry.replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }
}
