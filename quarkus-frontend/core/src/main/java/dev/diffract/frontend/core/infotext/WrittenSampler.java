package dev.diffract.frontend.core.infotext;

import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.AUTOMATIC;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.EXPONENTIAL;
import static dev.diffract.frontend.core.sampling.schedule.SigmaSchedule.KARRAS;

import dev.diffract.frontend.core.sampling.schedule.SigmaSchedule;
import dev.diffract.frontend.core.sampling.schedule.TimestepSpacing;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sampler of an infotext. AUTOMATIC1111 says its schedule by itself since version 1.9; until then, and on some sites still,
 * the schedule was the end of the sampler's name. All other names mean what they mean in requests.
 */
final class WrittenSampler {

    private static final String SAMPLER = "Sampler";
    private static final String SCHEDULE = "Schedule type";

    /** What AUTOMATIC1111's automatic choice of a schedule is since version 1.9, where a bare name means another one in requests. */
    private static final Map<String, SigmaSchedule> AUTOMATIC_SCHEDULES = Map.of(
            "DPM++ 2M", KARRAS,
            "DPM++ SDE", KARRAS,
            "DPM++ 2S a", KARRAS,
            "DPM2", KARRAS,
            "DPM2 a", KARRAS,
            "DPM++ 2M SDE", EXPONENTIAL,
            "DPM++ 2M SDE Heun", EXPONENTIAL,
            "DPM++ 3M SDE", EXPONENTIAL);

    /** AUTOMATIC1111's version, which Forge writes after its own: {@code v1.10.1}, {@code f2.0.1v1.10.1}. */
    private static final Pattern VERSION = Pattern.compile("(?:f[0-9.]{1,20})?v?([0-9]{1,6})\\.([0-9]{1,6})");

    private WrittenSampler() {}

    /**
     * Takes the sampler's name, and the schedule's if there is that too.
     *
     * @return empty if there is none, or none of that name, which is left over then
     */
    static Optional<SamplerFactory> read(InfotextParameters values) {
        Optional<String> name = values.look(SAMPLER);
        Optional<String> schedule = values.look(SCHEDULE);
        Optional<SamplerFactory> alone = name.flatMap(WrittenSampler::named);
        Optional<TimestepSpacing> grid = alone.flatMap(known -> SamplingParameters.grid(values, known));
        Optional<SamplerFactory> both = alone.flatMap(known -> found(name.get(), known, schedule, values))
                .filter(found -> found.schedule() == found.usual() || found.takesSchedules(grid));
        if (both.isPresent()) {
            values.text(SCHEDULE);
        }
        if (alone.isPresent()) {
            values.text(SAMPLER);
        }
        return both.or(() -> alone.map(known -> taken(known, grid, values)));
    }

    /** Without a schedule that stands in the name and makes no difference: it is left over by itself. */
    private static SamplerFactory taken(
            SamplerFactory named, Optional<TimestepSpacing> grid, InfotextParameters values) {
        if (named.schedule() == named.usual() || named.takesSchedules(grid)) {
            return named;
        }
        values.leave(SCHEDULE, named.scheduleType());
        return named.with(named.usual());
    }

    /** Whether this program wrote it. */
    static boolean ours(InfotextParameters values) {
        return values.look("Version")
                .filter(version -> version.startsWith("Diffract"))
                .isPresent();
    }

    private static Optional<SamplerFactory> found(
            String name, SamplerFactory alone, Optional<String> schedule, InfotextParameters values) {
        boolean automatic = schedule.map(AUTOMATIC.label()::equalsIgnoreCase).orElse(true);
        if (schedule.isPresent() && (ours(values) || !automatic)) {
            return Samplers.find(name, schedule.get());
        }
        boolean bare = name.equalsIgnoreCase(alone.infotextName());
        boolean chosen = schedule.isPresent()
                || values.look("Version")
                        .filter(WrittenSampler::choosesSchedules)
                        .isPresent();
        SigmaSchedule usual = AUTOMATIC_SCHEDULES.get(alone.infotextName());
        return Optional.of(bare && chosen && usual != null ? alone.with(usual) : alone);
    }

    /**
     * Whether a name without a schedule leaves the choice to AUTOMATIC1111. Before version 1.9 {@code DPM++ 2M} was drawn
     * evenly, since {@code DPM++ 2M Karras} was another sampler; AUTOMATIC1111 itself pastes it as today's automatic choice,
     * and draws another picture. Texts without a version are older, or of programs and sites that keep to that.
     */
    private static boolean choosesSchedules(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 1 || (major == 1 && Integer.parseInt(numbers.group(2)) >= 9);
    }

    /** The sampler of a name of requests, or of one with a schedule written in one word, as {@code SGMUniform}. */
    private static Optional<SamplerFactory> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Samplers.find(name)
                .or(() -> Arrays.stream(SigmaSchedule.values())
                        .flatMap(schedule -> Stream.of(schedule.label().replace(" ", ""))
                                .map(label -> " " + label.toLowerCase(Locale.ROOT))
                                .filter(lower::endsWith)
                                .flatMap(end ->
                                        Samplers.find(name.substring(0, name.length() - end.length()), schedule.label())
                                                .stream()))
                        .findFirst());
    }
}
