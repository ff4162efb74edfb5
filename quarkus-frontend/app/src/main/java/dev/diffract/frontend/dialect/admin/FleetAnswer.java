package dev.diffract.frontend.dialect.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.diffract.frontend.service.FleetService.Member;
import dev.diffract.frontend.service.SwitchService.State;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/** The fleet as operators see it. */
@RegisterForReflection
record FleetAnswer(
        List<Slice> slices,

        @JsonProperty("switch") @JsonInclude(JsonInclude.Include.NON_NULL)
        Switch change) {

    /**
     * A slice.
     *
     * @param target host and port of its server
     * @param state as in {@code GET /v1/slices}
     * @param drained whether somebody drained it: it is empty when nothing is in flight any more
     * @param reason why it is not healthy, in a sentence; null if it is
     * @param inFlight calls under way
     */
    @RegisterForReflection
    record Slice(
            String name,
            String target,
            String state,
            boolean drained,
            String reason,
            @JsonProperty("in_flight") int inFlight,
            @JsonUnwrapped Served served) {

        static Slice of(Member member) {
            return new Slice(
                    member.slice().identity().name(),
                    member.slice().identity().target(),
                    member.slice().state(),
                    member.drained(),
                    member.slice().reason().orElse(null),
                    member.slice().activity().inFlight(),
                    new Served(member.slice().models(), member.slice().checkpoints()));
        }
    }

    /**
     * What it can draw with.
     *
     * @param models names, as requests say them
     * @param checkpoints digests
     */
    @RegisterForReflection
    record Served(List<String> models, List<String> checkpoints) {}

    /**
     * What became of the fleet when its list was read again.
     *
     * @param come names of slices that are new, or at another address
     * @param gone names of those that are no more, or not there any more
     */
    @RegisterForReflection
    record Reload(List<String> come, List<String> gone, List<Slice> slices) {}

    /**
     * How the latest switch of a model is.
     *
     * @param from the checkpoint before, as requests name it
     * @param to the next one, likewise
     * @param phase {@code rolling}, {@code canary}, {@code ending}, {@code done}, {@code returning} or {@code returned}
     * @param part of new pictures that are drawn with the next one, from 0 to 1
     * @param switched slices that have the next one
     * @param slices all that are switched
     * @param reason why it was stopped, whom it waits for, or what stays, in sentences; null if there is nothing to say
     */
    @RegisterForReflection
    record Switch(String from, String to, String phase, double part, int switched, int slices, String reason) {

        static Switch of(State state) {
            return new Switch(
                    state.from(),
                    state.to(),
                    state.phase(),
                    state.part(),
                    state.switched(),
                    state.slices(),
                    state.reason().orElse(null));
        }
    }

    /** @param state empty before the first switch */
    static FleetAnswer of(List<Member> members, Optional<State> state) {
        return new FleetAnswer(slices(members), state.map(Switch::of).orElse(null));
    }

    static List<Slice> slices(List<Member> members) {
        return members.stream().map(Slice::of).toList();
    }
}
