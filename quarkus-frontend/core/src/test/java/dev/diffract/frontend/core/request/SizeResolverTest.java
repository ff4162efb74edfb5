package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.frontend.core.plan.Hires;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeResolverTest {

    private final RequestResolver resolver = new RequestResolver(GenerationLimits.DEFAULT, () -> 1);

    @Test
    void enginesOfARangeDrawEverySizeInIt() {
        SizeRule range = SizeRule.between(64, new Size(64, 128), new Size(512, 256));
        ModelDefinition engines = TestModels.ofSizes(range);

        assertThat(resolver.resolve(engines, sized(512, 128)).width()).isEqualTo(512);
        assertThat(resolver.resolve(engines, sized(64, 256)).height()).isEqualTo(256);
        assertThatThrownBy(() -> resolver.resolve(engines, sized(128, 512)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(new Fault(Field.WIDTH, new Rule.Sides(range, new Size(128, 512)))));
        assertThatThrownBy(() -> resolver.resolve(engines, sized(96, 128)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults()).containsExactly(new Fault(Field.WIDTH, new Rule.Side(range, 96))));
    }

    @Test
    void aModelOfMultiplesOf8DrawsThemAll() {
        SizeRule eights = new SizeRule(8, 64, 1024);
        ModelDefinition model = TestModels.ofSizes(eights);

        assertThat(resolver.resolve(model, sized(136, 120)).width()).isEqualTo(136);
        assertThatThrownBy(() -> resolver.resolve(model, sized(132, 120)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(new Fault(Field.WIDTH, new Rule.Side(eights, 132))));
    }

    /** 512 times 1.37 is 701.44 pixels, which is 87 latents and a rest. */
    @Test
    void aSecondPassHasAsManyWholeLatentsAsAutomatic1111Gives() {
        GenerationRequest request = GenerationRequest.builder()
                .prompt("a cat")
                .size(512L, 136L)
                .hires(new HiresRequest(1.37, null, null, null))
                .build();

        Hires hires = resolver.resolve(TestModels.ofSizes(new SizeRule(8, 64, 1024)), request)
                .hires()
                .orElseThrow();
        assertThat(hires.width()).isEqualTo(696);
        assertThat(hires.height()).isEqualTo(184);

        SizeRule engines = new SizeRule(8, 64, 1024, List.of(new Size(512, 136)));
        assertThatThrownBy(() -> resolver.resolve(TestModels.ofSizes(engines), request))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(new Fault(
                                        Field.HIRES_SCALE,
                                        new Rule.LeadsToSize(engines, new Size(512, 136), new Size(696, 184)))));
    }

    private static GenerationRequest sized(long width, long height) {
        return GenerationRequest.builder().prompt("a cat").size(width, height).build();
    }
}
