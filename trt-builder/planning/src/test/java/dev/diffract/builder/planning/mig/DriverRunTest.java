package dev.diffract.builder.planning.mig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against runs of {@code nvidia-smi mig -cgi} on real cards, as the guide and users published them. */
class DriverRunTest {

    @ParameterizedTest(name = "-cgi {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "A100-40GB; 19,14,5; 19:6 14:4 5:0",
                "A100-40GB; 9,19,14,19; 9:4 19:0 14:2 19:1",
                "A100-40GB; 9,9; 9:4 9:0",
                "H100-80GB; 19,19,19,19,19,19,19; 19:6 19:4 19:5 19:0 19:1 19:2 19:3"
            })
    void placesAsTheDriverDid(String gpu, String ids, String placed) {
        DriverRun run = DriverRun.of(Cards.card(gpu), profiles(gpu, ids));

        assertThat(run.placed().stream().map(Placement::request)).containsExactlyInAnyOrder(placed.split(" "));
        assertThat(run.refused()).isEmpty();
        assertThat(run.predicted()).isTrue();
    }

    @Test
    void placesOneOfTwoSlicesAndFiveOfOne() {
        assertThat(DriverRun.of(Cards.A100, profiles("A100-40GB", "14,19,19,19,19,19"))
                        .placed())
                .extracting(Placement::request)
                .containsExactlyInAnyOrder("14:4", "19:0", "19:1", "19:2", "19:3", "19:6");
    }

    @Test
    void makesTheThreeInstancesThatAnH100NvlMadeAndTheirMemoryIsWhatItShowed() {
        DriverRun run = DriverRun.of(Cards.card("H100-94GB"), profiles("H100-94GB", "9,15,19"));

        assertThat(run.refused()).isEmpty();
        assertThat(run.placed())
                .extracting(placement -> placement.profile().usableMib())
                .containsExactly(47488, 22144, 11008);
    }

    @Test
    void refusesASecondInstanceWithMediaExtensions() {
        DriverRun run = DriverRun.of(Cards.A100, profiles("A100-40GB", "20,20,20"));

        assertThat(run.placed()).hasSize(1);
        assertThat(run.refused()).map(MigProfile::id).contains(20);
    }

    @Test
    void runsIntoTheDeadEndThatOtherStartsAvoid() {
        List<MigProfile> profiles = profiles("A100-40GB", "19,19,14,9");

        DriverRun run = DriverRun.of(Cards.A100, profiles);

        assertThat(run.placed()).extracting(Placement::request).containsExactly("19:6", "19:4", "14:0");
        assertThat(run.refused()).map(MigProfile::id).contains(9);
        assertThat(new LayoutSolver(Cards.A100)
                        .solve(profiles.stream()
                                .map(profile -> new Wish(profile, OptionalInt.empty()))
                                .toList()))
                .isInstanceOf(Verdict.Legal.class);
    }

    @Test
    void whereTheOrderIsUnknownADeadEndIsSaidToBePossible() {
        DriverRun run = DriverRun.of(Cards.card("RTX-PRO-6000-96GB"), profiles("RTX-PRO-6000-96GB", "14,14,5"));

        assertThat(run.predicted()).isFalse();
        assertThat(run.refused()).map(MigProfile::id).contains(5);
        assertThat(DriverRun.of(Cards.card("RTX-PRO-6000-96GB"), profiles("RTX-PRO-6000-96GB", "5,14,14"))
                        .refused())
                .isEmpty();
    }

    private static List<MigProfile> profiles(String gpu, String ids) {
        return Arrays.stream(ids.split(","))
                .map(id -> Cards.card(gpu).profile(Integer.parseInt(id)).orElseThrow())
                .toList();
    }
}
