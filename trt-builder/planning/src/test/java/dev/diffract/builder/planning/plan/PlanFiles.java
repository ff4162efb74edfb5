package dev.diffract.builder.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan in which nothing is wrong, for tests to change. */
final class PlanFiles {

    static final String GOOD = """
            version: 1
            repositories: /srv/diffract
            models:
              sd15:
                source: sd15-onnx
                resolutions: [512x512, 768x512]
            gpus:
              - name: left
                model: A100-40GB
                slices:
                  - {profile: 3g.20gb, model: sd15}
            """;

    private PlanFiles() {}

    /** The good plan with its first {@code from} replaced. */
    static String with(String from, String to) {
        int at = GOOD.indexOf(from);
        assertThat(at).as("the good plan has '%s'", from).isNotNegative();
        return GOOD.substring(0, at) + to + GOOD.substring(at + from.length());
    }

    /** The good plan with the one slice replaced. */
    static String withSlice(String slice) {
        return with("{profile: 3g.20gb, model: sd15}", slice);
    }

    /** The good plan with a goal in place of its slices. */
    static String withGoal(String card, String goal) {
        return with(
                "model: A100-40GB\n    slices:\n      - {profile: 3g.20gb, model: sd15}",
                "model: " + card + "\n    goal: " + goal);
    }
}
