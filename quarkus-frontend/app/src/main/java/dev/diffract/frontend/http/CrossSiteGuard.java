package dev.diffract.frontend.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses what pages of other sites would have a browser send here: whoever visits such a page would draw for it, and nobody would
 * have asked them. Programs that are no browser say nothing of a site and are answered.
 *
 * <p>A page may ask for everything if {@link OriginList} has its origin. Else {@code Sec-Fetch-Site}, which scripts cannot write, must
 * say {@code same-origin}, or {@code none} (the person's own doing) with no foreign {@code Origin} beside it; {@code same-site} is
 * another program on this machine or another host of the domain, and refused. Browsers without it, and all of them over HTTP
 * from other machines, are known by {@code Origin}, which must be at the host that the request is for; {@code null} never is.
 * What only reads ({@code GET}, {@code HEAD}, {@code OPTIONS}) costs nothing, and without CORS headers no page sees the answer.
 */
@Singleton
final class CrossSiteGuard implements Guard {

    private static final Refusal FORBIDDEN = new Refusal(
            403, "A page of another site asked for this; " + OriginList.KEY + " lists the origins whose pages may.");

    private static final String SITE = "Sec-Fetch-Site";
    private static final String SAME_ORIGIN = "same-origin";
    private static final String NONE = "none";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final OriginList origins;

    @Inject
    CrossSiteGuard(OriginList origins) {
        this.origins = origins;
    }

    @Override
    public Optional<Refusal> ask(HttpServerRequest request) {
        return onlyReads(request) || isWelcome(request) ? Optional.empty() : Optional.of(FORBIDDEN);
    }

    private static boolean onlyReads(HttpServerRequest request) {
        return READING.contains(request.method()) && !isPreflight(request);
    }

    private boolean isWelcome(HttpServerRequest request) {
        List<String> from = request.headers().getAll(HttpHeaders.ORIGIN);
        List<String> sites = request.headers().getAll(SITE);
        if (!from.isEmpty() && from.stream().allMatch(origins::has)) {
            return true;
        }
        if (!sites.isEmpty() && sites.stream().allMatch(SAME_ORIGIN::equals)) {
            return true;
        }
        return sites.stream().allMatch(NONE::equals) && from.stream().allMatch(origin -> isOurs(origin, request));
    }

    private static boolean isOurs(String origin, HttpServerRequest request) {
        return HostGuard.authority(request)
                .flatMap(Authority::parse)
                .flatMap(asked -> Origin.parse(origin).filter(page -> page.isAt(asked)))
                .isPresent();
    }

    /** A browser asks whether a page of another origin may send what it wants to send. */
    private static boolean isPreflight(HttpServerRequest request) {
        return HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
