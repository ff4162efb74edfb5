package dev.diffract.frontend.core.infotext;

import dev.diffract.frontend.core.request.Companions;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.Rule;
import dev.diffract.frontend.core.request.SourceRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which parameters of an infotext no request can be made of, found out by asking what is wrong with it. Not thread-safe. */
final class Refusals {

    private static final Set<Field> PICTURES = Set.of(Field.IMAGE, Field.MASK);

    private final Function<GenerationRequest, List<Fault>> check;
    private final Set<String> said;
    private final Set<String> refused = new HashSet<>();

    /**
     * @param check finds out what is wrong with a request
     * @param said keys that there are
     */
    Refusals(Function<GenerationRequest, List<Fault>> check, Set<String> said) {
        this.check = check;
        this.said = said;
    }

    /** Keys that are not to be taken. */
    Set<String> keys() {
        return refused;
    }

    /** What is wrong with a request that was made without the refused keys; a picture to start from is still to come. */
    List<Fault> faults(GenerationRequest request) {
        List<Fault> found = check.apply(request);
        List<Fault> others =
                found.stream().filter(fault -> !awaitsPicture(fault)).toList();
        return others.size() < found.size() && others.isEmpty() ? check.apply(fromNoise(request)) : others;
    }

    /**
     * Refuses what the faults are about.
     *
     * @return whether that is anything new
     */
    boolean add(List<Fault> faults) {
        return refused.addAll(faults.stream().flatMap(this::blamed).toList());
    }

    private Stream<String> blamed(Fault fault) {
        List<String> own = open(Stream.of(fault.field()));
        return (own.isEmpty() ? open(Companions.of(fault).stream()) : own).stream();
    }

    private List<String> open(Stream<Field> fields) {
        return fields.flatMap(field -> Keys.of(field).stream())
                .filter(key -> said.contains(key) && !refused.contains(key))
                .toList();
    }

    private static boolean awaitsPicture(Fault fault) {
        return fault.rule() instanceof Rule.Needs needs && PICTURES.contains(needs.other());
    }

    /** Prompts and runs are looked at only where nothing else is wrong. */
    private static GenerationRequest fromNoise(GenerationRequest request) {
        return new GenerationRequest(
                request.model(),
                request.prompt(),
                request.sampling(),
                request.noise(),
                SourceRequest.NONE,
                request.hires(),
                request.output());
    }
}
