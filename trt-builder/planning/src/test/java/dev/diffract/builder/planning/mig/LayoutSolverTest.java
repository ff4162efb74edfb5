package dev.diffract.builder.planning.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published layouts of NVIDIA's guide, and figures counted by hand or by another program. */
class LayoutSolverTest {

    private static final GpuModel A100 = Cards.A100;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "A100-40GB; 1g 2g 3g 4g 7g; 37; 12; 297; 19",
                "A100-40GB; 1g 1G 2g 3g 4g 7g; 77; 28; 722; 78",
                "A100-40GB; 1g 1g+me 1G 2g 3g 4g 7g; 127; 44; 2318; ",
                "A30; 1g 2g 4g; 9; 4; 25; 5",
                "RTX-PRO-6000-96GB; 1g 2g 4g; 9; 4; 25; 5"
            })
    void countsOfLayoutsAreTheKnownOnes(
            String gpu, String profiles, int multisets, int maximal, int layouts, Integer locallyMaximal) {
        GpuModel card = Cards.card(gpu);
        List<MigProfile> chosen = Cards.profiles(card, profiles);
        LayoutSolver solver = new LayoutSolver(card, chosen);

        Set<List<Integer>> kinds =
                solver.layouts().stream().map(LayoutSolverTest::multiset).collect(Collectors.toSet());
        assertThat(kinds).hasSize(multisets);
        assertThat(kinds.stream()
                        .filter(kind -> chosen.stream().noneMatch(profile -> kinds.contains(with(kind, profile)))))
                .hasSize(maximal);
        assertThat(solver.layouts()).hasSize(layouts);
        if (locallyMaximal != null) {
            assertThat(maximal(solver)).hasSize(locallyMaximal);
        }
    }

    /** Every layout to which nothing can be added. */
    private static List<Layout> maximal(LayoutSolver solver) {
        return solver.layouts().stream()
                .filter(layout -> solver.room(layout).further().isEmpty())
                .toList();
    }

    @Test
    void theMaximalLayoutsOfAnA100AreTheNineteenOfTheGuide() {
        LayoutSolver solver = new LayoutSolver(A100, Cards.profiles(A100, "1g 2g 3g 4g 7g"));

        assertThat(maximal(solver).stream()
                        .map(layout -> layout.placements().stream()
                                .map(placement -> placement.profile().computeSlices() + "g@" + placement.start())
                                .collect(Collectors.joining(" "))))
                .containsExactlyInAnyOrder(
                        "1g@0 1g@1 1g@2 1g@3 1g@4 1g@5 1g@6",
                        "1g@0 1g@1 1g@2 1g@3 2g@4 1g@6",
                        "1g@0 1g@1 1g@2 1g@3 3g@4",
                        "1g@0 1g@1 2g@2 1g@4 1g@5 1g@6",
                        "1g@0 1g@1 2g@2 2g@4 1g@6",
                        "1g@0 1g@1 2g@2 3g@4",
                        "2g@0 1g@2 1g@3 1g@4 1g@5 1g@6",
                        "2g@0 1g@2 1g@3 2g@4 1g@6",
                        "2g@0 1g@2 1g@3 3g@4",
                        "2g@0 2g@2 1g@4 1g@5 1g@6",
                        "2g@0 2g@2 2g@4 1g@6",
                        "2g@0 2g@2 3g@4",
                        "3g@0 1g@4 1g@5 1g@6",
                        "3g@0 2g@4 1g@6",
                        "3g@0 3g@4",
                        "4g@0 1g@4 1g@5 1g@6",
                        "4g@0 2g@4 1g@6",
                        "4g@0 3g@4",
                        "7g@0");
    }

    @ParameterizedTest(name = "{0}: {1} has {2} layouts")
    @CsvSource(
            delimiter = ';',
            value = {
                "A100-40GB; 3g 3g; 1",
                "A100-40GB; 4g 3g; 1",
                "A100-40GB; 4g 2g 1g; 1",
                "A100-40GB; 4g 1g 1g 1g; 1",
                "A100-40GB; 4g 2g 1G; 1",
                "A100-40GB; 4g 1G 1G; 1",
                "A100-40GB; 4g 4g; 0",
                "A100-40GB; 3g 2g 1g 1g; 2",
                "A100-40GB; 3g 2g 2g; 1",
                "A100-40GB; 3g 2g 2g 1g; 0",
                "A100-40GB; 3g 2g 2g 1G; 0",
                "A100-40GB; 3g 3g 1g; 0",
                "A100-40GB; 3g 1g 1g 1g 1g; 1",
                "A100-40GB; 3g 1g 1g 1g; 5",
                "A100-40GB; 3g 1G 1G; 2",
                "A100-40GB; 3g 2g 1G; 3",
                "A100-40GB; 2g 2g 2g 1g; 1",
                "A100-40GB; 2g 2g 2g 1G; 1",
                "A100-40GB; 2g 2g 2g 2g; 0",
                "A100-40GB; 2g 1G 1G 1G; 3",
                "A100-40GB; 1g 1g 1g 1g 1g 1g 1g; 1",
                "A100-40GB; 1g 1g 1g 1g 1g 1g 1g 1g; 0",
                "A100-40GB; 1G 1G 1G 1G; 1",
                "A100-40GB; 1G 1G 1G 1G 1G; 0",
                "A100-40GB; 1G 1G 1G 1g 1g; 3",
                "A100-40GB; 1G 1G 1G 1G 1g; 0",
                "A100-40GB; 1G 1g 1g 1g 1g 1g 1g; 1",
                "A100-40GB; 1g+me 1g+me; 0",
                "A100-40GB; 1g+me 1g 1g 1g 1g 1g 1g; 7",
                "A100-40GB; 1g+me 1g 1g 1g 1g 1g 1g 1g; 0",
                "A100-40GB; 7g 1g; 0",
                "A30; 2g 1g 1g; 2",
                "A30; 2g 2g 1g; 0",
                "A30; 1g+me 2g+me; 0",
                "RTX-PRO-6000-96GB; 2g 1g 1g; 2",
                "RTX-PRO-6000-96GB; 1g@3 1g@6; 1",
                "RTX-PRO-6000-96GB; 1g@3 1g@6 2g; 0",
                "RTX-PRO-6000-96GB; 1g+me.all 1g-me 1g-me 1g-me; 4",
                "RTX-PRO-6000-96GB; 1g+me.all 1g; 0",
                "RTX-PRO-6000-96GB; 1g+me.all 1g+gfx; 0",
                "RTX-PRO-6000-96GB; 2g+me.all 2g-me; 2",
                "RTX-PRO-6000-96GB; 1g+me 1g+gfx 1g 1g-me; 24",
                "RTX-PRO-6000-96GB; 1g+me 1g+me; 0",
                "RTX-PRO-6000-96GB; 4g; 1",
                "A100-40GB; 3g@0 3g@0; 0",
                "A100-40GB; 3g@0 3g; 1",
                "A100-40GB; 2g@0 1g@2 2g; 1"
            })
    void aRequestHasAsManyLayoutsAsItShould(String gpu, String request, int count) {
        GpuModel card = Cards.card(gpu);
        LayoutSolver solver = new LayoutSolver(card);
        List<Wish> wishes = Cards.wishes(card, request);

        assertThat(solver.layouts(wishes)).hasSize(count);
        assertThat(solver.solve(wishes)).isInstanceOf(count > 0 ? Verdict.Legal.class : Verdict.Illegal.class);
    }

    @ParameterizedTest(name = "{0}: {1} is placed {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                // A 3g at 4 wastes no compute slice, one at 0 does.
                "A100-40GB; 3g; 9:4",
                "A100-40GB; 3g 2g 2g; 14:0,14:2,9:4",
                "A100-40GB; 4g 2g 1g; 5:0,14:4,19:6",
                "A100-40GB; 1G 1g 1g 1g 1g 1g 1g; 19:0,19:1,19:2,19:3,19:4,19:5,15:6",
                "RTX-PRO-6000-96GB; 2g 1g 1g; 5:0,14:6,14:9",
                "A100-40GB; 3g@0 2g; 9:0,14:4"
            })
    void placementsAreExplicitAndLeaveMostForOthers(String gpu, String request, String placed) {
        GpuModel card = Cards.card(gpu);

        Verdict verdict = new LayoutSolver(card).solve(Cards.wishes(card, request));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Legal.class,
                        legal -> assertThat(legal.layout().placements().stream().map(Placement::request))
                                .containsExactly(placed.split(",")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "A100-40GB; 3g 3g 1g; 2 x 3g.20gb and 1g.5gb need 9 memory units, and the A100-40GB has 8",
                "A100-40GB; 4g 4g 1g; 4g.20gb may exist only once: it starts at unit 0 only",
                "A100-40GB; 2g 2g 2g 2g; 2g.10gb may exist at most 3 times: it starts at unit 0, 2 or 4 only",
                "A100-40GB; 1g+me 1g+me; 1g.5gb+me and another 1g.5gb+me both need the card's only optical-flow engine",
                "A30; 1g+me 2g+me; 1g.6gb+me and 2g.12gb+me both need the card's only optical-flow engine",
                "RTX-PRO-6000-96GB; 1g+me.all 1g 1g-me; 1g.24gb+me.all takes every media engine, and 1g.24gb needs"
                        + " some",
                "RTX-PRO-6000-96GB; 1g@3 1g@6 2g; 1g.24gb@3, 1g.24gb@6 and 2g.48gb cannot be placed without overlap:"
                        + " 2g.48gb takes 6 units from 0 or 6",
                "A100-40GB; 3g@1; 3g.20gb cannot start at unit 1: it starts at unit 0 or 4 only",
                "A100-40GB; 3g@4 1g@5 1g@0; 3g.20gb@4 and 1g.5gb@5 cannot be placed without overlap"
            })
    void whatIsImpossibleIsExplainedByItsSmallestPart(String gpu, String request, String reason) {
        GpuModel card = Cards.card(gpu);

        assertThat(new LayoutSolver(card).solve(Cards.wishes(card, request)))
                .isInstanceOfSatisfying(
                        Verdict.Illegal.class,
                        illegal -> assertThat(illegal.reason()).isEqualTo(reason));
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "A100-40GB; 4g 4g; 4g.20gb@0 3g.20gb@4; one 4g.20gb becomes 3g.20gb@4",
                "A100-40GB; 3g 3g 1g; 2g.10gb@0 1g.5gb@2 3g.20gb@4; one 3g.20gb becomes 2g.10gb@0",
                "H100-80GB; 2g 2g 2g 2g; 2g.20gb@0 2g.20gb@2 2g.20gb@4 1g.20gb@6; one 2g.20gb becomes 1g.20gb@6",
                "A100-40GB; 1g 1g 1g 1g 1g 1g 1g 1g;"
                        + " 1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.5gb@6; one 1g.5gb is left out",
                "A30; 4g 4g 4g 4g; 4g.24gb@0; 3 x 4g.24gb are left out",
                "A100-40GB; 1g+me 1g+me; 1g.5gb@0 1g.5gb+me@1; one 1g.5gb+me becomes 1g.5gb@0",
                "A100-40GB; 3g@0 2g@0; 2g.10gb@0 3g.20gb@4; 3g.20gb@0 moves to start 4",
                "RTX-PRO-6000-96GB; 1g@3 1g@6 2g; 2g.48gb@0 1g.24gb@6 1g.24gb@9; 1g.24gb@3 moves to start 9"
            })
    void theNearestAlternativeChangesLeast(String gpu, String request, String layout, String change) {
        GpuModel card = Cards.card(gpu);

        assertThat(new LayoutSolver(card).solve(Cards.wishes(card, request)))
                .isInstanceOfSatisfying(Verdict.Illegal.class, illegal -> {
                    assertThat(illegal.alternative().orElseThrow().layout()).hasToString(layout);
                    assertThat(illegal.alternative().orElseThrow().changes()).containsExactly(change);
                });
    }

    @Test
    void aUnitThatNothingCanOccupyIsStranded() {
        LayoutSolver solver = new LayoutSolver(A100);
        Room room = solver.room(layout(solver, "4g 2g 1g"));
        assertThat(room.freeUnits()).containsExactly(7);
        assertThat(room.strandedUnits()).containsExactly(7);
        assertThat(room.freeSms()).isZero();

        assertThat(solver.room(layout(solver, "4g 2g 1G")).freeUnits()).isEmpty();
    }

    @Test
    void processorsThatNoFurtherInstanceCouldHaveAreStranded() {
        GpuModel h100 = Cards.card("H100-80GB");
        LayoutSolver solver = new LayoutSolver(h100);

        Room two = solver.room(((Verdict.Legal) solver.solve(Cards.wishes(h100, "3g 3g"))).layout());
        assertThat(two.freeSms()).isEqualTo(12);
        assertThat(two.strandedSms()).isEqualTo(12);
        assertThat(two.further()).isEmpty();

        Room one = solver.room(((Verdict.Legal) solver.solve(Cards.wishes(h100, "3g"))).layout());
        assertThat(one.freeSms()).isEqualTo(72);
        assertThat(one.strandedSms()).isEqualTo(8);
        assertThat(one.strandedUnits()).isEmpty();
        assertThat(one.further()).extracting(Placement::toString).containsExactly("4g.40gb@0");
    }

    @Test
    void anIllegalLayoutCannotBeMade() {
        MigProfile three = A100.profile("3g.20gb").orElseThrow();

        assertThatThrownBy(() -> new Placement(three, 2)).hasMessageContaining("cannot start at 2");
        assertThatThrownBy(() -> new Layout(A100, List.of(new Placement(three, 0), new Placement(three, 0))))
                .hasMessage("3g.20gb@0 and 3g.20gb@0 overlap");
    }

    private static Layout layout(LayoutSolver solver, String request) {
        return ((Verdict.Legal) solver.solve(Cards.wishes(A100, request))).layout();
    }

    private static List<Integer> multiset(Layout layout) {
        return sorted(layout.placements().stream()
                .map(placement -> placement.profile().id())
                .toList());
    }

    private static List<Integer> with(List<Integer> kind, MigProfile profile) {
        return sorted(Stream.concat(kind.stream(), Stream.of(profile.id())).toList());
    }

    private static List<Integer> sorted(Collection<Integer> ids) {
        Integer[] array = ids.toArray(Integer[]::new);
        Arrays.sort(array);
        return List.of(array);
    }
}
