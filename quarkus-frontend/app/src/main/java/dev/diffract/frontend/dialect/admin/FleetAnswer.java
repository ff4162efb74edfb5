package dev.diffract.frontend.dialect.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.service.FleetService.Member;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The fleet as operators see it. */
@RegisterForReflection
record FleetAnswer(List<Slice> slices) {

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
            List<String> models) {

        static Slice of(Member member) {
            return new Slice(
                    member.slice().identity().name(),
                    member.slice().identity().target(),
                    member.slice().state(),
                    member.drained(),
                    member.slice().reason().orElse(null),
                    member.slice().activity().inFlight(),
                    member.slice().models());
        }
    }

    /**
     * What became of the fleet when its list was read again.
     *
     * @param come names of slices that are new, or at another address
     * @param gone names of those that are no more, or not there any more
     */
    @RegisterForReflection
    record Reload(List<String> come, List<String> gone, List<Slice> slices) {}

    static FleetAnswer of(List<Member> members) {
        return new FleetAnswer(members.stream().map(Slice::of).toList());
    }
}
