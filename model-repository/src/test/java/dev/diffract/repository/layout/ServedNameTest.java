package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.pipeline.ModelRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedNameTest {

    private static final String CHECKPOINT = "sha256:3f9a12c4d5e6f708";

    @ParameterizedTest
    @EnumSource(ModelRole.class)
    void saysModelDigestAndRole(ModelRole role) {
        ServedName name = ServedName.of("sd15", CHECKPOINT, role);
        assertThat(name).hasToString("sd15-3f9a12c4." + role.id());
        assertThat(ServedName.parse(name.toString())).contains(name);
    }

    @Test
    void modelsMayHaveDashesAndDotsOfTheirOwn() {
        String name = ServedName.of("my-model.v2-0a1b2c3d.unet", CHECKPOINT, ModelRole.UNET)
                .toString();
        assertThat(ServedName.parse(name).orElseThrow().model()).isEqualTo("my-model.v2-0a1b2c3d.unet");
    }

    @Test
    void provesItsOwnCheckpointAlone() {
        assertThat(ServedName.proves("sd15-3f9a12c4.unet", CHECKPOINT)).isTrue();
        assertThat(ServedName.proves("sd15-3f9a12c5.unet", CHECKPOINT)).isFalse();
        assertThat(ServedName.proves("sd15-d5e6f708.unet", CHECKPOINT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unet",
                "sd15.unet",
                "sd15-3f9a12c4.unets",
                "sd15-3f9a12c4",
                "sd15-3f9a12c.unet",
                "sd15-3F9A12C4.unet",
                "sd15_3f9a12c4.unet",
                "-3f9a12c4.unet",
                "3f9a12c4.unet",
                ".unet",
                ""
            })
    void otherNamesProveNothing(String name) {
        assertThat(ServedName.parse(name)).isEmpty();
        assertThat(ServedName.proves(name, CHECKPOINT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "sd15.unet", "sd15-3f9a12c4.unet"})
    void whateverTheNameItsEndIsTheRole(String name) {
        assertThat(ServedName.role(name)).isEqualTo("unet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256:3f9a12c", "sha256:3F9A12C4D5", "sha256:", "", "3f9a12cg"})
    void whatIsNoDigestMakesNoName(String checkpoint) {
        assertThatThrownBy(() -> ServedName.of("sd15", checkpoint, ModelRole.UNET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 hexadecimal digits");
    }
}
