package dev.diffract.builder.planning.plan;

import static dev.diffract.builder.planning.plan.PlanFiles.GOOD;
import static dev.diffract.builder.planning.plan.PlanFiles.with;
import static dev.diffract.builder.planning.plan.PlanFiles.withGoal;
import static dev.diffract.builder.planning.plan.PlanFiles.withSlice;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Plan files with one fault or a few, and what is said of each. */
final class BadPlans {

    private static final String LACKS_GPUS = "the plan lacks 'gpus': expected a list of 1 to 64 entries such as"
            + " '- {model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}]}'";
    private static final String LACKS_MODELS = "the plan lacks 'models': expected at least one model, such as"
            + " 'sd15: {source: sd15-onnx, resolutions: [512x512]}'";
    private static final String LACKS_REPOSITORIES =
            "the plan lacks 'repositories': expected a directory such as /srv/diffract";

    static Stream<Arguments> faultsOfTheWhole() {
        return Stream.of(
                bad(
                        "no version",
                        with("version: 1\n", ""),
                        "1:1: the plan lacks 'version': expected 1, the only version of the format"),
                bad(
                        "a newer version",
                        with("version: 1", "version: 2"),
                        "1:10: version is 2: expected 1, the only version of the format"),
                bad(
                        "a version in words",
                        with("version: 1", "version: one"),
                        "1:10: version is 'one': expected 1, the only version of the format"),
                bad(
                        "a misspelt key",
                        with("repositories:", "repository:"),
                        "1:1: " + LACKS_REPOSITORIES,
                        "2:1: the plan has an unknown key 'repository': did you mean repositories?"),
                bad(
                        "a foreign key",
                        with("models:", "colour: red\nmodels:"),
                        "3:1: the plan has an unknown key 'colour': expected version, repositories, models, gpus, ports, image"),
                bad(
                        "an empty value",
                        with("repositories: /srv/diffract", "repositories:"),
                        "2:14: repositories is empty: expected a directory such as /srv/diffract"),
                bad(
                        "a port too high",
                        with("gpus:", "ports: {base: 70000}\ngpus:"),
                        "7:15: ports.base is 70000: expected a port from 1 to 65533"),
                bad(
                        "ports that run out",
                        with("gpus:", "ports: {base: 65533}\ngpus:").replace("model: sd15}", "model: sd15, count: 2}"),
                        "7:15: 2 slices need ports up to 65538, and the last one is 65535: expected at most 65530"),
                bad(
                        "more slices than a host has ports",
                        with("gpus:", "ports: {base: 9000}\ngpus:").replaceFirst("  - name(.|\n)*$", "")
                                + "  - {model: A30, count: 64, slices: [{profile: 1g.6gb, model: sd15, count: 16}]}\n"
                                        .repeat(22),
                        "7:15: 22528 slices need 3 ports each, and a host has 65535: expected at most 21845 slices in a plan,"
                                + " so a plan for each host"),
                bad(
                        "a bare port",
                        with("gpus:", "ports: 8000\ngpus:"),
                        "7:8: ports is 8000: expected a mapping such as {base: 8000, frontend: 8080}"),
                bad(
                        "an image with a blank",
                        with("gpus:", "image: triton server\ngpus:"),
                        "7:8: image is 'triton server': expected the name of a container image, such as nvcr.io/nvidia/tritonserver:26.09-py3"),
                bad(
                        "a word for a plan",
                        "hello\n",
                        "1:1: the plan is 'hello': expected a mapping with the keys version, repositories, models and gpus"),
                bad(
                        "a list for a plan",
                        "- 1\n",
                        "1:1: the plan is a list of 1: expected a mapping with the keys version, repositories, models and gpus"),
                bad(
                        "JSON that is no plan",
                        "{\"version\": 1, \"gpus\": []}",
                        "1:1: " + LACKS_REPOSITORIES,
                        "1:1: " + LACKS_MODELS,
                        "1:24: gpus is an empty list: " + LACKS_GPUS.replaceFirst(".*?: ", "")));
    }

    static Stream<Arguments> faultsOfModels() {
        return Stream.of(
                bad(
                        "models in a list",
                        with(
                                "models:\n  sd15:\n    source: sd15-onnx\n    resolutions: [512x512, 768x512]",
                                "models: [sd15]"),
                        "3:9: models is a list of 1: expected at least one model, such as 'sd15: {source: sd15-onnx, resolutions: [512x512]}'"),
                bad(
                        "no model",
                        with(
                                "models:\n  sd15:\n    source: sd15-onnx\n    resolutions: [512x512, 768x512]",
                                "models: {}"),
                        "3:9: models is an empty mapping: expected at least one model, such as 'sd15: {source: sd15-onnx, resolutions: [512x512]}'"),
                bad(
                        "a name that is no directory's",
                        with("  sd15:", "  SD 1.5:"),
                        "4:3: the name 'SD 1.5' in models is not usable: expected up to 64 small letters, digits, dots, dashes and underscores, the first a letter or digit",
                        "11:35: the model 'sd15' is not among the plan's models: did you mean SD 1.5?"),
                bad(
                        "no source",
                        with("    source: sd15-onnx\n", ""),
                        "5:5: models.sd15 lacks 'source': expected a folder such as models/sd15-onnx"),
                bad(
                        "a number for a folder",
                        with("source: sd15-onnx", "source: 15"),
                        "5:13: models.sd15.source is 15: expected a folder such as models/sd15-onnx"),
                bad(
                        "no resolution",
                        with("[512x512, 768x512]", "[]"),
                        "6:18: models.sd15.resolutions is an empty list: " + SIZES),
                bad(
                        "one side only",
                        with("512x512,", "512,"),
                        "6:19: models.sd15.resolutions[0] is 512: expected width and height in pixels, such as 512x512"),
                bad(
                        "a side that is no multiple of 8",
                        with("768x512", "770x513"),
                        "6:28: 770x513 cannot be drawn: both sides must be multiples of 8, such as 768x512"),
                bad(
                        "a picture too large",
                        with("768x512", "8192x512"),
                        "6:28: 8192x512 is too large: both sides must be at most 4096"),
                bad(
                        "a resolution twice",
                        with("768x512", "512x512"),
                        "6:18: models.sd15.resolutions has the same entry twice: " + SIZES),
                bad(
                        "a batch of nothing",
                        with("    source", "    max-batch: 0\n    source"),
                        "5:16: models.sd15.max-batch is 0: expected a whole number from 1 to 64, or auto for as many as fit"),
                bad(
                        "a batch in words",
                        with("    source", "    max-batch: many\n    source"),
                        "5:16: models.sd15.max-batch is 'many': expected a whole number from 1 to 64, or auto for as many as fit"),
                bad(
                        "half a sample",
                        with("    source", "    max-batch: 2.5\n    source"),
                        "5:16: models.sd15.max-batch is 2.5: expected a whole number from 1 to 64, or auto for as many as fit"),
                bad(
                        "perhaps a safety checker",
                        with("    source", "    safety-checker: maybe\n    source"),
                        "5:21: models.sd15.safety-checker is 'maybe': expected auto, true or false"));
    }

    static Stream<Arguments> faultsOfCards() {
        return Stream.of(
                bad(
                        "a mapping of cards",
                        with("  - name: left\n    model", "    name: left\n    model"),
                        "8:5: gpus is a mapping of 3: " + LACKS_GPUS.replaceFirst(".*?: ", "")),
                bad(
                        "a card that nearly exists",
                        with("A100-40GB", "A100-41GB"),
                        "9:12: the GPU 'A100-41GB' is not in the catalogue: did you mean A100-40GB or A100-80GB or A100-64GB?"),
                bad(
                        "a card of several sizes",
                        with("A100-40GB", "A100"),
                        "9:12: the GPU 'A100' is not in the catalogue: did you mean A100-40GB or A100-80GB or A100-64GB?"),
                bad(
                        "a card whose name others have too",
                        with("A100-40GB", "NVIDIA GeForce RTX 3080"),
                        "9:12: the GPU 'NVIDIA GeForce RTX 3080' may be any of several cards: expected RTX-3080-10GB or RTX-3080-12GB"),
                bad(
                        "a card that cannot be planned for",
                        with("A100-40GB", "Thor"),
                        "9:12: the GPU 'Thor' cannot be planned for: its MIG profiles have no memory of their own, so nothing can be planned on them"),
                bad(
                        "slices of a card without MIG",
                        with("A100-40GB", "L4"),
                        "10:5: the L4 has no MIG and cannot be cut: expected a goal with isolation: shared"),
                bad(
                        "no card",
                        with("    slices", "    count: 0\n    slices"),
                        "10:12: gpus[0].count is 0: expected a whole number of cards from 1 to 64"),
                bad(
                        "a name with a blank",
                        with("name: left", "name: Left one"),
                        "8:11: gpus[0].name is 'Left one': expected up to 32 small letters, digits and dashes, the first a letter or digit"),
                bad(
                        "two entries of one name",
                        GOOD + "  - {name: left, model: L4, goal: {model: sd15, latency: 3s, isolation: shared}}\n",
                        "12:12: the entry in line 8 is called 'left' too: expected a name of its own for each"),
                bad(
                        "a name that another entry has by default",
                        with("name: left", "name: gpu1")
                                + "  - {model: A30, slices: [{profile: 4g.24gb, model: sd15}]}\n",
                        "12:5: the entry in line 8 is called 'gpu1' too: expected a name of its own for each"),
                bad(
                        "neither slices nor goal",
                        with("    slices:\n      - {profile: 3g.20gb, model: sd15}\n", ""),
                        "8:5: gpus[0] lacks 'slices': expected a list of 1 to 16 entries such as '- {profile: 3g.40gb, model: sd15}', or a goal in its place"),
                bad(
                        "slices and a goal",
                        with("    slices", "    goal: {model: sd15, latency: 3s}\n    slices"),
                        "11:5: gpus[0].slices may not stand here: expected either slices or a goal, not both"));
    }

    static Stream<Arguments> faultsOfSlices() {
        return Stream.of(
                bad(
                        "another card's profile",
                        with("3g.20gb", "3g.40gb"),
                        "11:19: the A100-40GB has no profile '3g.40gb': nearest is 3g.20gb; it has 1g.5gb, 1g.5gb+me, 1g.10gb, 2g.10gb, 3g.20gb, 4g.20gb, 7g.40gb"),
                bad(
                        "another card's suffix",
                        with("3g.20gb", "1g.5gb+gfx"),
                        "11:19: the A100-40GB has no profile '1g.5gb+gfx': nearest is 1g.5gb; it has 1g.5gb, 1g.5gb+me, 1g.10gb, 2g.10gb, 3g.20gb, 4g.20gb, 7g.40gb"),
                bad(
                        "no profile's name",
                        with("3g.20gb", "three"),
                        "11:19: gpus[0].slices[0].profile is 'three': expected a MIG profile such as 3g.40gb or 1g.10gb+me"),
                bad(
                        "no profile",
                        with("profile: 3g.20gb, ", ""),
                        "11:9: gpus[0].slices[0] lacks 'profile': expected a MIG profile such as 3g.40gb or 1g.10gb+me"),
                bad(
                        "a model that is not planned",
                        withSlice("{profile: 3g.20gb, model: sdxl}"),
                        "11:35: the model 'sdxl' is not among the plan's models: expected sd15"),
                bad(
                        "no slice",
                        withSlice("{profile: 3g.20gb, model: sd15, count: 0}"),
                        "11:48: gpus[0].slices[0].count is 0: expected a whole number of slices from 1 to 16"),
                bad(
                        "more slices than there are numbers",
                        withSlice("{profile: 3g.20gb, model: sd15, count: 1.0e999999999}"),
                        "11:48: gpus[0].slices[0].count is '1.0e999999999': expected a whole number of slices from 1 to 16"),
                bad(
                        "a start between two",
                        withSlice("{profile: 3g.20gb, model: sd15, start: 2}"),
                        "11:48: 3g.20gb cannot start at unit 2 of the A100-40GB: expected one of 0, 4"),
                bad(
                        "a start before the first",
                        withSlice("{profile: 3g.20gb, model: sd15, start: -1}"),
                        "11:48: gpus[0].slices[0].start is -1: expected a memory unit from 0 to 11"),
                bad(
                        "one start for two",
                        withSlice("{profile: 3g.20gb, model: sd15, start: 0, count: 2}"),
                        "11:48: a start is given for 2 slices: expected one entry per start, each without a count"),
                bad(
                        "starts that overlap",
                        withSlice("{profile: 3g.20gb, model: sd15, start: 4}")
                                + "      - {profile: 2g.10gb, model: sd15, start: 4}\n",
                        "12:48: 2g.10gb@4 overlaps 3g.20gb@4 (units 4-5 and 4-7): expected starts that keep them apart, or none"));
    }

    static Stream<Arguments> faultsOfGoals() {
        return Stream.of(
                bad(
                        "a model that is not planned",
                        withGoal("A30", "{model: sd51, latency: 3s}"),
                        "10:19: the model 'sd51' is not among the plan's models: did you mean sd15?"),
                bad(
                        "a size that is not planned",
                        withGoal("A30", "{model: sd15, latency: 3s, resolutions: [1024x1024]}"),
                        "10:52: the model 'sd15' is not planned for 1024x1024: expected one of its resolutions, 512x512, 768x512"),
                bad(
                        "a time without a unit",
                        withGoal("A30", "{model: sd15, latency: 3}"),
                        "10:34: gpus[0].goal.latency is 3: expected a time with its unit, such as 3s, 2.5s or 800ms"),
                bad(
                        "no time",
                        withGoal("A30", "{model: sd15, latency: 0s}"),
                        "10:34: gpus[0].goal.latency is '0s': expected a time with its unit, such as 3s, 2.5s or 800ms"),
                bad(
                        "no steps",
                        withGoal("A30", "{model: sd15, latency: 3s, steps: 0}"),
                        "10:45: gpus[0].goal.steps is 0: expected a whole number of steps from 1 to 1000"),
                bad(
                        "another isolation",
                        withGoal("A30", "{model: sd15, latency: 3s, isolation: soft}"),
                        "10:49: gpus[0].goal.isolation is 'soft': expected hard (MIG) or shared (MPS or time-slicing will do)"),
                bad(
                        "isolation of a card without MIG",
                        withGoal("T4", "{model: sd15, latency: 3s}"),
                        "10:5: the T4 has no MIG, so its slices cannot be isolated hard: expected isolation: shared"));
    }

    private static Arguments bad(String name, String text, String... sentences) {
        return arguments(name, text, List.of(sentences));
    }

    private static final String SIZES =
            "expected a list of 1 to 32 different sizes such as [512x512, 768x512], or a range such as"
                    + " {from: 256x256, to: 1024x1024, step: 64, tuned: [512x512]}";

    private BadPlans() {}
}
