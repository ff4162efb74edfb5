package dev.diffract.frontend.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
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

    private static GenerationRequest sized(long width, long height) {
        return GenerationRequest.builder().prompt("a cat").size(width, height).build();
    }
}
