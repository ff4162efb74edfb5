package dev.diffract.builder.planning.mig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The solver against a search that tries every start for every wish and knows the rules in another form. */
class SolverAgainstBruteForceTest {

    private static final int ROUNDS = 60;
    private static final int MOST_WISHES = 6;

    static Stream<String> cards() {
        return Stream.of("A30", "A100-40GB", "H100-80GB", "B200-180GB", "RTX-PRO-6000-96GB", "RTX-PRO-5000-48GB");
    }

    @ParameterizedTest
    @MethodSource("cards")
    void bothFindTheSameLayouts(String name) {
        long seed = System.nanoTime();
        GpuModel gpu = Cards.card(name);
        LayoutSolver solver = new LayoutSolver(gpu);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Wish> wishes = wishes(gpu, random);
            String situation = "seed " + seed + ", " + gpu + ", " + wishes;

            Set<Set<String>> expected = new HashSet<>();
            search(gpu, wishes, new ArrayList<>(), expected);
            assertThat(solver.layouts(wishes).stream().map(layout -> names(layout.placements())))
                    .as(situation)
                    .containsExactlyInAnyOrderElementsOf(expected);

            Verdict verdict = solver.solve(wishes);
            if (expected.isEmpty()) {
                assertThat(verdict)
                        .as(situation)
                        .isInstanceOfSatisfying(
                                Verdict.Illegal.class,
                                illegal -> assertThat(illegal.alternative()
                                                .orElseThrow()
                                                .count())
                                        .as(situation)
                                        .isEqualTo(fewestToDrop(gpu, wishes)));
            } else {
                assertThat(verdict)
                        .as(situation)
                        .isInstanceOfSatisfying(
                                Verdict.Legal.class,
                                legal -> assertThat(expected)
                                        .contains(names(legal.layout().placements())));
            }
        }
    }

    private static List<Wish> wishes(GpuModel gpu, Random random) {
        List<Wish> wishes = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_WISHES);
        for (int i = 0; i < count; i++) {
            MigProfile profile =
                    gpu.profiles().get(random.nextInt(gpu.profiles().size()));
            List<Integer> starts = profile.starts();
            wishes.add(new Wish(
                    profile,
                    random.nextInt(4) == 0
                            ? OptionalInt.of(starts.get(random.nextInt(starts.size())))
                            : OptionalInt.empty()));
        }
        return wishes;
    }

    private static void search(GpuModel gpu, List<Wish> wishes, List<Placement> placed, Set<Set<String>> found) {
        if (placed.size() == wishes.size()) {
            if (enginesSuffice(placed)) {
                found.add(names(placed));
            }
            return;
        }
        Wish wish = wishes.get(placed.size());
        for (int start = 0; start < gpu.axis(); start++) {
            if (wish.profile().starts().contains(start) && wish.start().orElse(start) == start) {
                Placement next = new Placement(wish.profile(), start);
                if (placed.stream().allMatch(other -> next.start() >= other.end() || other.start() >= next.end())) {
                    placed.add(next);
                    search(gpu, wishes, placed, found);
                    placed.remove(placed.size() - 1);
                }
            }
        }
    }

    /** By the names alone: one {@code +me} or {@code +me.all} per card, and beside {@code +me.all} only {@code -me}. */
    private static boolean enginesSuffice(List<Placement> placed) {
        List<String> names =
                placed.stream().map(placement -> placement.profile().name()).toList();
        long extended = names.stream().filter(name -> name.contains("+me")).count();
        boolean all = names.stream().anyMatch(name -> name.endsWith("+me.all"));
        long without = names.stream().filter(name -> name.endsWith("-me")).count();
        return extended <= 1 && (!all || without == names.size() - 1);
    }

    /** To change a wish is to drop it and add something, so as many must change as must go. */
    private static int fewestToDrop(GpuModel gpu, List<Wish> wishes) {
        int fewest = wishes.size();
        for (int kept = 1; kept < 1 << wishes.size(); kept++) {
            List<Wish> rest = new ArrayList<>();
            for (int i = 0; i < wishes.size(); i++) {
                if ((kept >> i & 1) == 1) {
                    rest.add(wishes.get(i));
                }
            }
            Set<Set<String>> found = new HashSet<>();
            if (wishes.size() - rest.size() < fewest) {
                search(gpu, rest, new ArrayList<>(), found);
                fewest = found.isEmpty() ? fewest : wishes.size() - rest.size();
            }
        }
        return fewest;
    }

    private static Set<String> names(List<Placement> placements) {
        Set<String> names = new TreeSet<>();
        placements.forEach(placement -> names.add(placement.toString()));
        return names;
    }
}
